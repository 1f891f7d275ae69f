import type { ZodError } from 'zod'
import { SrvraError } from '../../core/errors.ts'
import type { Caller } from './caller.ts'
import type { AccessNeeded, CommandRule } from './command-rule.ts'
import { sizeOf } from './size-of.ts'

/** The one gate of every command: permission, size, shape, in that order. Throws E_FORBIDDEN, E_TOO_LARGE, E_DEPTH, E_TYPE or E_SCHEMA. */
export function admitCall<Args>(command: string, rule: CommandRule<Args, AccessNeeded>, args: unknown, caller: Caller): Args {
  if (rule.access !== 'anybody' && !caller.access.includes(rule.access)) {
    throw new SrvraError('E_FORBIDDEN', `${caller.actor} may not use ${command}: it needs '${rule.access}' access.`, {
      command,
      access: rule.access,
    })
  }
  sizeOf(args, rule.maxBytes)
  const parsed = rule.input.safeParse(args)
  if (!parsed.success) throw schemaError(command, parsed.error)
  return parsed.data
}

function schemaError(command: string, error: ZodError): SrvraError {
  const issue = error.issues[0]
  const path = issue === undefined ? '' : issue.path.map(String).join('.')
  const where = path === '' ? '' : ` at '${path}'`
  return new SrvraError('E_SCHEMA', `The call ${command} is malformed${where}: ${issue?.message ?? 'unknown'}.`, { command, path })
}
