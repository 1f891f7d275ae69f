const whole = new Intl.NumberFormat('en')
const short = new Intl.NumberFormat('en', { notation: 'compact' })
const units = ['bytes', 'kB', 'MB', 'GB', 'TB'] as const

export function formatCount(value: number): string {
  return whole.format(value)
}

/** Three digits at most, `1.8K`: where there is no room for more, and the whole number is told beside. */
export function formatShort(value: number): string {
  return short.format(value)
}

/** `1 document`, `1,204 documents`: the noun in the singular, its plural by adding s unless given. */
export function formatCounted(value: number, noun: string, plural = `${noun}s`): string {
  return `${formatCount(value)} ${value === 1 ? noun : plural}`
}

/** Decimal units, three significant digits: `12.4 kB`. */
export function formatBytes(bytes: number): string {
  let value = bytes
  let unit = 0
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000
    unit += 1
  }
  if (unit === 0) return formatCounted(bytes, 'byte')
  const digits = value < 9.995 ? 2 : value < 99.95 ? 1 : 0
  return `${value.toFixed(digits)} ${units[unit]}`
}
