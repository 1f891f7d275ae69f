import { SrvraError } from '../core/errors.ts'
import { admitKey } from '../core/json/index.ts'
import { parseDuration, parseInstant } from '../core/query/instant.ts'

export function usageError(message: string): SrvraError {
  return new SrvraError('E_USAGE', message)
}

/** A point in time: `now`, an age such as `-2h`, a date (midnight UTC), or a time with its zone. Throws E_USAGE. // C-5 */
export function parseTime(text: string, now: number): number {
  if (text === 'now') return now
  const age = /^(?:now)?-(.+)$/.exec(text)?.[1]
  const duration = age === undefined ? undefined : parseDuration(age)
  const instant = duration === undefined ? parseInstant(text) : now - duration
  if (instant === undefined) {
    throw usageError(
      `'${text}' is no time. Write an age (-90s, -30m, -2h, -7d), a date (2026-11-23, midnight UTC) or a time with its zone (2026-11-23T10:00:00Z).`,
    )
  }
  return instant
}

/** A whole number from 0, or from `least`. Throws E_USAGE. */
export function parseCount(text: string, what: string, least = 0): number {
  const value = /^\d{1,15}$/.test(text) ? Number(text) : undefined
  if (value === undefined || value < least) throw usageError(`${what} is a whole number from ${least}, not '${text}'.`)
  return value
}

/** `PORT`, or `HOST:PORT` with an IPv6 host in brackets; the host is this machine's own by default. Throws E_USAGE. */
export function parseAddress(text: string): { readonly host: string; readonly port: number } {
  const [, bracketed, plain, digits] = /^(?:(?:\[([\da-fA-F:.]+)\]|([^:[\]\s]+)):)?(\d{1,5})$/.exec(text) ?? []
  const port = Number(digits ?? Number.NaN)
  if (!(port <= 65_535)) throw usageError(`'${text}' is no address. Write a port (9464), or a host and a port (0.0.0.0:9464).`)
  return { host: bracketed ?? plain ?? '127.0.0.1', port }
}

/** Throws E_KEY. */
export function parseKey(text: string): string {
  return admitKey(text)
}

/** Ages look like options to an argument parser: `-2h` becomes `now-2h`, which means the same. */
export function protectAges(args: readonly string[]): readonly string[] {
  return args.map((arg) => (/^-\d{1,6}[smhdw]$/.test(arg) ? `now${arg}` : arg))
}
