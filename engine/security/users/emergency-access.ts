import { SrvraError } from '../../core/errors.ts'
import type { JsonValue } from '../../core/json/index.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Random } from '../../ports/random.ts'
import type { Storage } from '../../ports/storage.ts'
import { hashSecret, isSecret } from '../access/token-text.ts'

/** What is known of the code for emergencies. */
export interface EmergencyState {
  readonly madeAt: number
  readonly madeBy: string
  /** When and why it was used; a used one lets nobody in again. */
  readonly usedAt?: number
  readonly reason?: string
}

interface Kept extends EmergencyState {
  readonly hash: string
}

const COLLECTION = 'access.emergency'
const ID = 'code'
const NOBODY = hashSecret('nobody')
const FORM = /^srvra-emergency-([\w-]{43})$/
const SHORTEST_REASON = 10

/**
 * A code for the day on which no admin can be reached: printed, sealed and put away, it lets somebody in once, with
 * everything allowed, and leaves loud traces.
 */
export class EmergencyAccess {
  readonly #parts: { readonly storage: Storage; readonly clock: Clock; readonly random: Random }

  constructor(parts: { readonly storage: Storage; readonly clock: Clock; readonly random: Random }) {
    this.#parts = parts
  }

  get state(): EmergencyState | undefined {
    const kept = this.#kept()
    if (!kept) return undefined
    const { hash: _hash, ...state } = kept
    return state
  }

  /** Makes a new code, told this once; an older one is void. */
  make(by: string): { readonly state: EmergencyState; readonly code: string } {
    const secret = this.#parts.random.token(32)
    const state: EmergencyState = { madeAt: this.#parts.clock.now(), madeBy: by }
    this.#keep({ ...state, hash: hashSecret(secret) })
    return { state, code: `srvra-emergency-${secret}` }
  }

  /** Uses the code up. Throws E_SIGN_IN for a wrong or used one, E_OPTION without a reason that says something. */
  use(code: string, reason: string): EmergencyState {
    const why = reason.trim()
    if (why.length < SHORTEST_REASON || why.length > 500 || !why.isWellFormed())
      throw new SrvraError('E_OPTION', `Say why, in ${SHORTEST_REASON} to 500 characters: it goes on record.`, { path: 'reason' })
    const kept = this.#kept()
    const [, secret = ''] = FORM.exec(code.trim()) ?? []
    if (!isSecret(secret, kept?.hash ?? NOBODY) || !kept || kept.usedAt !== undefined)
      throw new SrvraError('E_SIGN_IN', 'This is not the code for emergencies, or it was used already.')
    const used = { ...kept, usedAt: this.#parts.clock.now(), reason: why }
    this.#keep(used)
    const { hash: _hash, ...state } = used
    return state
  }

  #kept(): Kept | undefined {
    return this.#parts.storage.record(COLLECTION, ID) as unknown as Kept | undefined
  }

  #keep(kept: Kept): void {
    void this.#parts.storage.append([], [{ collection: COLLECTION, id: ID, value: kept as unknown as JsonValue }])
  }
}
