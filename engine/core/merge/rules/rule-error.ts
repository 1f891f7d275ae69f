import { SrvraError } from '../../errors.ts'

const SHOWN_UNITS = 80

/** What is wrong with a rule, where, and what is allowed there. */
export function ruleError(path: string, actual: unknown, expected: string): SrvraError {
  const shown = shownOf(actual)
  return new SrvraError('E_RULE', `In a set of merge rules, ${path} is ${shown}; it has to be ${expected}.`, {
    path,
    actual: shown,
    expected,
  })
}

/** Only what is surely safe to show is shown whole: the value may be anything. */
function shownOf(value: unknown): string {
  if (value === undefined) return 'missing'
  if (typeof value === 'string') return JSON.stringify(value.length > SHOWN_UNITS ? `${value.slice(0, SHOWN_UNITS)}…` : value)
  if (value === null || typeof value === 'number' || typeof value === 'boolean') return String(value)
  return Array.isArray(value) ? `a list of ${value.length}` : `of the type ${typeof value}`
}
