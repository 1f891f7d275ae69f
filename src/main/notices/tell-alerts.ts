import type { AlertView, Preferences } from '../../shared/contract.ts'
import { alertNotice, type AlertNotice } from './alert-notice.ts'

/** Alerts of one moment are one notice, and nobody is told more often than that. */
const AT_MOST_EVERY_MS = 10_000

export interface AlertNoticeSurroundings {
  readonly wanted: () => Preferences['alertNotices']
  /** Somebody looks at the console: what is new is on screen. */
  readonly inFront: () => boolean
  readonly show: (notice: AlertNotice) => void
}

export interface AlertTeller {
  /** How all alerts stand now. */
  readonly moved: (alerts: readonly AlertView[]) => void
  readonly stop: () => void
}

/**
 * Tells of alerts that have begun to fire while the console is in the background. One that is silenced, or that somebody
 * knows of, is never told. // V-221
 */
export function tellAlerts({ wanted, inFront, show }: AlertNoticeSurroundings): AlertTeller {
  /** Firings that are known, each by its rule and instant. Undefined: nothing was seen yet. */
  let known: ReadonlySet<string> | undefined
  let waiting = new Map<string, AlertView>()
  let timer: NodeJS.Timeout | undefined

  const look = (): void => {
    timer = undefined
    const told = inFront() ? [] : [...waiting.values()]
    waiting = new Map()
    const notice = alertNotice(told)
    if (notice === undefined) return
    show(notice)
    timer = setTimeout(look, AT_MOST_EVERY_MS)
  }

  return {
    moved(alerts) {
      const firing = new Map(
        alerts.flatMap((alert) => (alert.state.status === 'firing' ? [[firingOf(alert), alert] as const] : [])),
      )
      // What fires already when the console starts is no news.
      const before = known ?? new Set(firing.keys())
      known = new Set(firing.keys())
      // What is over, or known of, before it was told is not told.
      waiting = new Map([...waiting].filter(([key]) => mayTell(firing.get(key))))
      for (const [key, alert] of firing)
        if (!before.has(key) && mayTell(alert) && wanted()[alert.rule.severity]) waiting.set(key, alert)
      if (timer === undefined && waiting.size > 0) look()
    },
    stop: () => clearTimeout(timer),
  }
}

function mayTell(alert: AlertView | undefined): boolean {
  return alert !== undefined && !alert.silence && !alert.acknowledged
}

function firingOf({ rule, state }: AlertView): string {
  return `${rule.id}@${state.status === 'firing' ? state.firedAt : ''}`
}
