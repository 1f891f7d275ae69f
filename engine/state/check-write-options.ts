import { SrvraError } from '../core/errors.ts'
import { PRIORITIES } from './priority-order.ts'
import type { SetOptions } from './write-options.ts'

interface Rule {
  readonly expected: string
  readonly accepts: (value: unknown) => boolean
}

const COUNT: Rule = { expected: 'a whole number from 0', accepts: (value) => Number.isSafeInteger(value) && (value as number) >= 0 }
const POSITIVE: Rule = {
  expected: 'a whole number from 1',
  accepts: (value) => Number.isSafeInteger(value) && (value as number) >= 1,
}
const FLAG: Rule = { expected: 'true or false', accepts: (value) => typeof value === 'boolean' }
const TEXT: Rule = { expected: 'a text of 1 to 1,000 well-formed characters', accepts: isShortText }
const ANYTHING: Rule = { expected: '', accepts: () => true }

function oneOf(names: readonly string[]): Rule {
  return { expected: names.join(', '), accepts: (value) => names.includes(value as string) }
}

function isShortText(value: unknown): boolean {
  return typeof value === 'string' && value !== '' && value.length <= 1000 && !/\p{Surrogate}/u.test(value)
}

const RULES: Readonly<Record<keyof SetOptions, Rule>> = {
  baseVersion: COUNT,
  expectedVersion: COUNT,
  actor: TEXT,
  reason: TEXT,
  cause: TEXT,
  kind: oneOf(['set', 'import', 'restore', 'merge']),
  priority: oneOf(PRIORITIES),
  // Made by the engine, from roles.
  policy: ANYTHING,
  // Checked member by member where it is applied.
  metadata: ANYTHING,
  trackHistory: FLAG,
  historySize: POSITIVE,
  enableDeltaUpdates: FLAG,
  compression: FLAG,
  compressionThreshold: COUNT,
  syncInterval: POSITIVE,
}

/** Throws E_OPTION for an option that does not exist (a misspelt guard would guard nothing) or has a wrong value. */
export function checkWriteOptions(options: SetOptions): void {
  for (const name of Object.keys(options)) {
    const rule = Object.hasOwn(RULES, name) ? RULES[name as keyof SetOptions] : undefined
    if (!rule) {
      const allowed = Object.keys(RULES).join(', ')
      throw new SrvraError('E_OPTION', `There is no write option '${name}'; the options are ${allowed}.`, { option: name, allowed })
    }
    const value: unknown = options[name as keyof SetOptions]
    if (value !== undefined && !rule.accepts(value)) {
      throw new SrvraError('E_OPTION', `The write option '${name}' must be ${rule.expected}.`, {
        option: name,
        allowed: rule.expected,
      })
    }
  }
}
