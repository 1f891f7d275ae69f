import { Script } from 'node:vm'
import { SrvraError } from '../core/errors.ts'
import type { TimeLimit } from '../ports/time-limit.ts'

/** Calls what lies in the slot. Foreign code can only be ended from outside while a script of `node:vm` runs it. */
const CALL = new Script('globalThis[Symbol.for("srvra.time-limit")]()')
const SLOT = Symbol.for('srvra.time-limit')

/** Runs code and ends it when it takes too long, also when it never returns. Throws what it throws, and E_TIME_LIMIT. */
export const vmTimeLimit: TimeLimit = (run, limitMs) => {
  const slots = globalThis as Record<symbol, unknown>
  const before = slots[SLOT]
  slots[SLOT] = run
  try {
    return CALL.runInThisContext({ timeout: limitMs }) as ReturnType<typeof run>
  } catch (error) {
    if ((error as { code?: unknown }).code !== 'ERR_SCRIPT_EXECUTION_TIMEOUT') throw error
    throw new SrvraError('E_TIME_LIMIT', `The code ran for more than ${limitMs} ms and was ended.`, { limit: limitMs })
  } finally {
    slots[SLOT] = before
  }
}
