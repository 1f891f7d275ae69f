import type { Database } from 'better-sqlite3'
import type { Preferences } from '../../shared/contract.ts'
import { localRules } from '../commands/local-rules.ts'
import { DEFAULT_PREFERENCES } from './preferences.ts'

export interface PreferenceStore {
  get(): Preferences
  /** Answers the whole after the change. */
  set(change: Partial<Preferences>): Preferences
}

export function createPreferenceStore(database: Database): PreferenceStore {
  const read = database.prepare<[], { name: string; value: string }>('SELECT name, value FROM preferences')
  const write = database.prepare<[string, string]>(
    'INSERT INTO preferences (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value',
  )
  const get = (): Preferences => ({ ...DEFAULT_PREFERENCES, ...readKnown(read.all()) })
  const set = database.transaction((change: Partial<Preferences>) => {
    for (const [name, value] of Object.entries(change)) write.run(name, JSON.stringify(value))
    return get()
  })
  return { get, set }
}

/** What an older or newer program stored, and this one does not understand, counts as not chosen. */
function readKnown(rows: readonly { name: string; value: string }[]): Partial<Preferences> {
  const known: Partial<Preferences> = {}
  for (const { name, value } of rows) {
    const parsed = localRules['preferences.set'].input.safeParse({ [name]: JSON.parse(value) as unknown })
    if (parsed.success) Object.assign(known, parsed.data)
  }
  return known
}
