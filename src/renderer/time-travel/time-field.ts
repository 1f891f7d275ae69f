const pad = (value: number, length = 2): string => String(value).padStart(length, '0')

/** An instant as a date-and-time field takes it, in local time or in UTC. */
export function toTimeField(at: number, utc: boolean): string {
  const date = new Date(at)
  // Local fields of the shifted instant are its UTC fields.
  const shown = utc ? new Date(at + date.getTimezoneOffset() * 60_000) : date
  const day = `${pad(shown.getFullYear(), 4)}-${pad(shown.getMonth() + 1)}-${pad(shown.getDate())}`
  return `${day}T${pad(shown.getHours())}:${pad(shown.getMinutes())}:${pad(shown.getSeconds())}`
}

/** The instant that such a field says, at the end of its second; undefined while it says none. */
export function fromTimeField(text: string, utc: boolean): number | undefined {
  const match = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?$/.exec(text)
  if (!match) return undefined
  const at = Date.parse(`${text}${match[1] ? '' : ':00'}${utc ? 'Z' : ''}`)
  // What was written within the second that somebody names belongs to it.
  return Number.isNaN(at) ? undefined : at + 999
}
