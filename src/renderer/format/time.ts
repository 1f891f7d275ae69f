import { formatDistanceStrict } from 'date-fns'

const optionsOf = (utc: boolean, withDate: boolean): Intl.DateTimeFormatOptions => ({
  ...(withDate ? { year: 'numeric', month: '2-digit', day: '2-digit' } : {}),
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
  ...(utc ? { timeZone: 'UTC' } : {}),
})

// sv-SE writes dates as 2026-11-23 04:12:09: the one order that nobody misreads, and it sorts.
const formats = new Map<string, Intl.DateTimeFormat>()

function formatOf(utc: boolean, withDate: boolean): Intl.DateTimeFormat {
  const id = `${utc}/${withDate}`
  const known = formats.get(id) ?? new Intl.DateTimeFormat('sv-SE', optionsOf(utc, withDate))
  formats.set(id, known)
  return known
}

/** `2026-11-23 04:12:09`, with ` UTC` behind it when asked for in UTC. */
export function formatInstant(at: number, utc: boolean): string {
  return formatOf(utc, true).format(at) + (utc ? ' UTC' : '')
}

/** `04:12:09`. */
export function formatClock(at: number, utc: boolean): string {
  return formatOf(utc, false).format(at)
}

/** `12 min ago`, `in 3 h`, `just now` within two seconds. */
export function formatAgo(at: number, now: number): string {
  if (Math.abs(now - at) < 2_000) return 'just now'
  // To the second: what lies an hour ahead is an hour ahead a millisecond later, too.
  const toTheSecond = now + Math.round((at - now) / 1000) * 1000
  return formatDistanceStrict(toTheSecond, now, { addSuffix: true })
    .replace(/ seconds?/, ' s')
    .replace(/ minutes?/, ' min')
    .replace(/ hours?/, ' h')
    .replace(/ months?/, ' mo')
}
