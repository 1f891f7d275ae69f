import { SrvraError } from '../core/errors.ts'
import { admitKey } from '../core/json/index.ts'
import type { JsonValue } from '../core/json/index.ts'
import type { CompactionPlan, HistoryEntry, Storage, StoredDocument } from '../ports/storage.ts'
import type { KeySettingsRegistry } from './key-settings.ts'
import { readMoment } from './moments.ts'
import type { Moment } from './write-options.ts'

/** A version in a key's history; `value` where it was asked for and is readable. */
export interface StateVersion extends HistoryEntry {
  readonly value?: JsonValue
}

export interface HistoryQuery {
  /** At most so many versions. Default: as many as are promised (`historySize`). */
  readonly limit?: number
  /** Only versions below this one: for the next page. */
  readonly before?: number
  readonly withValues?: boolean
}

const MAX_LIMIT = 10_000

/** Reads what was. */
export class StateHistory {
  readonly #storage: Storage
  readonly #settings: KeySettingsRegistry

  constructor(storage: Storage, settings: KeySettingsRegistry) {
    this.#storage = storage
    this.#settings = settings
  }

  versions(key: string, query: HistoryQuery): readonly StateVersion[] {
    admitKey(key)
    const { limit = this.#settings.keepVersions(key), before, withValues = false } = query
    if (!Number.isSafeInteger(limit) || limit < 1 || limit > MAX_LIMIT) {
      throw new SrvraError('E_LIMIT', `A page of history has 1 to ${MAX_LIMIT} versions.`, { limit: MAX_LIMIT, actual: limit })
    }
    const entries = this.#storage.history(key, { limit, ...(before === undefined ? {} : { before }) })
    return withValues ? entries.map((entry) => this.#withValue(entry)) : entries
  }

  at(key: string, moment: Moment): StoredDocument | undefined {
    return readMoment(this.#storage, admitKey(key), moment)
  }

  /** The version that a key was at; 0 when it had not been yet. Throws E_VERSION_UNKNOWN for a version it never had. */
  versionAt(key: string, moment: Moment): number {
    const document = this.at(key, moment)
    if (document || !isVersion(moment) || moment === 0) return document?.version ?? 0
    const current = this.#storage.read(key)?.version ?? 0
    throw new SrvraError('E_VERSION_UNKNOWN', `'${key}' has no such version; its newest is ${current}.`, { key, current })
  }

  /** S-8: what may go: versions beyond those that are promised. */
  compactionPlan(): CompactionPlan {
    return { keepVersions: this.#settings.defaultVersions, keepVersionsOf: (key) => this.#settings.keepVersions(key) }
  }

  #withValue(entry: HistoryEntry): StateVersion {
    if (entry.deleted || !entry.readable) return entry
    const value = this.#storage.readVersion(entry.key, entry.version)?.value
    return value === undefined ? entry : { ...entry, value }
  }
}

function isVersion(moment: Moment): boolean {
  return typeof moment === 'number' || 'version' in moment
}
