import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { SrvraError } from '../../core/errors.ts'
import { syncFolder } from './store-folder.ts'

/** A store that was put aside when another took its place. */
export interface KeptStore {
  readonly id: string
  /** When it was put aside, milliseconds since 1970, and where its log ended. */
  readonly at: number
  readonly seq: number
  readonly bytes: number
}

/** In the order in which they are moved: a store is there when its database is. */
const FILES = ['store.sqlite-wal', 'store.sqlite-shm', 'store.mark', 'store.sqlite']
const NOTE = 'replacing.json'
const KEPT = /^kept-[a-z0-9-]{1,64}$/

const noted = z.strictObject({ from: z.string(), to: z.string() })
const keptNote = z.strictObject({ at: z.number(), seq: z.number() })

/**
 * Puts the store of another folder in place of a closed one, which is kept aside under a name that is answered. All or
 * nothing: what a crash interrupts is finished when the store is next opened. Both folders lie on one disk.
 */
export function replaceStore(dir: string, by: string, aside: { readonly at: number; readonly seq: number }): string {
  const id = `kept-${new Date(aside.at).toISOString().replaceAll(/[^0-9]/g, '')}-${aside.seq}`
  mkdirSync(join(dir, id), { mode: 0o700 })
  writeFileSync(join(dir, id, 'kept.json'), JSON.stringify(aside), { mode: 0o600 })
  writeFileSync(join(dir, `${NOTE}.new`), JSON.stringify({ from: by, to: id }), { mode: 0o600, flush: true })
  renameSync(join(dir, `${NOTE}.new`), join(dir, NOTE))
  syncFolder({ dir })
  finishReplacing(dir)
  return id
}

/** Finishes a replacement that was interrupted. To be called before the store is opened. */
export function finishReplacing(dir: string): void {
  const note = join(dir, NOTE)
  if (!existsSync(note)) return
  const { from, to } = noted.parse(JSON.parse(readFileSync(note, 'utf8')))
  // As long as the new database is where it came from, what lies here is the old store.
  if (existsSync(join(from, 'store.sqlite'))) {
    for (const file of FILES) if (!existsSync(join(dir, to, file))) move(join(dir, file), join(dir, to, file))
    syncFolder({ dir: join(dir, to) })
    for (const file of FILES) move(join(from, file), join(dir, file))
  }
  syncFolder({ dir })
  rmSync(note)
  rmSync(from, { recursive: true, force: true })
}

/** The stores that were put aside, newest first. */
export function keptStores(dir: string): readonly KeptStore[] {
  const ids = existsSync(dir)
    ? readdirSync(dir).filter((name) => KEPT.test(name) && existsSync(join(dir, name, 'store.sqlite')))
    : []
  return ids.map((id) => describe(dir, id)).toSorted((a, b) => b.at - a.at)
}

/** Deletes a store that was put aside, for good. Throws E_NO_KEPT_STORE. */
export function letGoOfKept(dir: string, id: string): void {
  if (!KEPT.test(id) || !existsSync(join(dir, id)))
    throw new SrvraError('E_NO_KEPT_STORE', `No store is kept as '${id.slice(0, 80)}'; list them again.`, { id: id.slice(0, 80) })
  rmSync(join(dir, id), { recursive: true })
}

function describe(dir: string, id: string): KeptStore {
  const folder = join(dir, id)
  const bytes = readdirSync(folder).reduce((sum, name) => sum + statSync(join(folder, name)).size, 0)
  const file = join(folder, 'kept.json')
  const note = existsSync(file) ? keptNote.safeParse(JSON.parse(readFileSync(file, 'utf8'))).data : undefined
  return { id, at: note?.at ?? statSync(folder).mtimeMs, seq: note?.seq ?? 0, bytes }
}

function move(from: string, to: string): void {
  if (existsSync(from)) renameSync(from, to)
}
