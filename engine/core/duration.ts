import { SrvraError } from './errors.ts'

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, min: 60_000, h: 3_600_000, d: 86_400_000 }
const FORM = /^(\d+(?:\.\d+)?)\s*(ms|s|min|m|h|d)$/

/** Milliseconds of a duration such as `500ms`, `2s`, `5m`, `1h`. Throws E_DURATION. */
export function durationMs(text: string): number {
  const [, amount, unit] = FORM.exec(text.trim()) ?? []
  const factor = UNITS[unit ?? '']
  if (amount === undefined || factor === undefined) {
    const message = `'${text.slice(0, 40)}' is no duration; write a number and a unit (ms, s, m, h, d), such as 2s.`
    throw new SrvraError('E_DURATION', message, { text: text.slice(0, 40) })
  }
  return Number(amount) * factor
}
