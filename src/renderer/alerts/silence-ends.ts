const MINUTE = 60_000
const HOUR = 60 * MINUTE
/** When those who were not to be woken are at work again. */
const MORNING = 8

export type SilenceChoice = '15min' | '1h' | '8h' | 'tomorrow' | 'own'

export const silenceChoices: readonly { readonly value: SilenceChoice; readonly label: string }[] = [
  { value: '15min', label: '15 minutes' },
  { value: '1h', label: '1 hour' },
  { value: '8h', label: '8 hours' },
  { value: 'tomorrow', label: 'Until tomorrow, 08:00' },
  { value: 'own', label: 'Until another time' },
]

/** When a silence that begins now ends, in local time; `own` is the instant that was typed. Undefined: not in the future. */
export function silenceEnd(choice: SilenceChoice, own: number | undefined, now: number): number | undefined {
  switch (choice) {
    case '15min':
      return now + 15 * MINUTE
    case '1h':
      return now + HOUR
    case '8h':
      return now + 8 * HOUR
    case 'tomorrow':
      return tomorrowMorning(now)
    case 'own':
      return own !== undefined && own > now ? own : undefined
  }
}

/** By the calendar, so that a day of 23 or 25 hours is one day too. */
function tomorrowMorning(now: number): number {
  const day = new Date(now)
  return new Date(day.getFullYear(), day.getMonth(), day.getDate() + 1, MORNING).getTime()
}
