import { durationMs } from '../../core/duration.ts'
import { SrvraError } from '../../core/errors.ts'
import type { JsonValue } from '../../core/json/index.ts'
import type { Storage } from '../../ports/storage.ts'

/** How long somebody stays signed in. */
export interface SessionSettings {
  /** Without a key or a click of theirs, such as `15min`. */
  readonly idle: string
  /** In any case. */
  readonly longest: string
}

const DEFAULT_SESSION_SETTINGS: SessionSettings = { idle: '15min', longest: '12h' }

const COLLECTION = 'access.settings'
const ID = 'sessions'
const MINUTE_MS = 60_000
const DAY_MS = 86_400_000

export function keptSessionSettings(storage: Storage): SessionSettings {
  return (storage.record(COLLECTION, ID) as unknown as SessionSettings | undefined) ?? DEFAULT_SESSION_SETTINGS
}

/** Throws E_DURATION, E_OPTION. */
export function keepSessionSettings(storage: Storage, settings: SessionSettings): SessionSettings {
  const [idleMs, longestMs] = [durationMs(settings.idle), durationMs(settings.longest)]
  if (idleMs < MINUTE_MS || idleMs > DAY_MS)
    throw new SrvraError('E_OPTION', 'Somebody who does nothing stays signed in for a minute to a day.', { path: 'idle' })
  if (longestMs < idleMs || longestMs > 30 * DAY_MS)
    throw new SrvraError('E_OPTION', 'The longest time is at least the idle one, and 30 days at most.', { path: 'longest' })
  void storage.append([], [{ collection: COLLECTION, id: ID, value: settings as unknown as JsonValue }])
  return settings
}
