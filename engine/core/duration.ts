import { SrvraError } from './errors.ts'

const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** Units by every name that people give them; a year has 365 days. */
const UNITS: ReadonlyMap<string, number> = new Map(
  Object.entries({
    [1]: ['ms', 'millisecond', 'milliseconds'],
    [SECOND]: ['s', 'sec', 'second', 'seconds'],
    [MINUTE]: ['m', 'min', 'minute', 'minutes'],
    [HOUR]: ['h', 'hour', 'hours'],
    [DAY]: ['d', 'day', 'days'],
    [7 * DAY]: ['w', 'week', 'weeks'],
    [365 * DAY]: ['y', 'year', 'years'],
  }).flatMap(([ms, names]) => names.map((name) => [name, Number(ms)] as const)),
)
const FORM = /^(\d+(?:\.\d+)?)\s*([a-z]+)$/

/** Milliseconds of a duration such as `500ms`, `2s`, `1hour`, `30days`. Throws E_DURATION. */
export function durationMs(text: string): number {
  const [, amount, unit] = FORM.exec(text.trim()) ?? []
  const factor = UNITS.get(unit ?? '')
  if (amount === undefined || factor === undefined) {
    const message = `'${text.slice(0, 40)}' is no duration; write a number and a unit (ms, s, m, h, d), such as 2s or 30days.`
    throw new SrvraError('E_DURATION', message, { text: text.slice(0, 40) })
  }
  return Number(amount) * factor
}
