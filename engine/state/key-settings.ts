import type { KeySettings } from './write-options.ts'

/** What the settings of keys fall back to: the engine's own options. */
export interface HistoryDefaults {
  readonly historySize: number
  readonly enableVersioning: boolean
}

const SETTINGS: readonly (keyof KeySettings)[] = [
  'trackHistory',
  'historySize',
  'enableDeltaUpdates',
  'compression',
  'compressionThreshold',
  'syncInterval',
]

/** Remembers what writes asked for their keys (S-10). Only keys that asked for something take room. */
export class KeySettingsRegistry {
  readonly #settings = new Map<string, KeySettings>()
  readonly #defaults: HistoryDefaults

  constructor(defaults: HistoryDefaults) {
    this.#defaults = defaults
  }

  get size(): number {
    return this.#settings.size
  }

  of(key: string): KeySettings | undefined {
    return this.#settings.get(key)
  }

  /** Keeps the settings among a write's options, over those the key had. */
  keep(key: string, options: KeySettings): void {
    const given = SETTINGS.filter((name) => options[name] !== undefined)
    if (given.length === 0) return
    this.#settings.set(key, { ...this.#settings.get(key), ...Object.fromEntries(given.map((name) => [name, options[name]])) })
  }

  /** How many versions are promised of keys that asked for nothing. */
  get defaultVersions(): number {
    return this.#defaults.enableVersioning ? this.#defaults.historySize : 1
  }

  /** S-8: how many readable versions of a key are promised. */
  keepVersions(key: string): number {
    if (!this.#defaults.enableVersioning) return 1
    const settings = this.#settings.get(key)
    if (settings?.trackHistory === false) return 1
    return settings?.historySize ?? this.defaultVersions
  }
}
