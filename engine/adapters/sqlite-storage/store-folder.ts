import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { SrvraError } from '../../core/errors.ts'

/** The files of a store. */
export interface StoreFolder {
  readonly dir: string
  readonly database: string
  readonly mark: string
  readonly owner: string
}

/** Makes the folder if need be, readable by its owner alone. */
export function openFolder(dir: string): StoreFolder {
  mkdirSync(dir, { recursive: true, mode: 0o700 })
  const file = (name: string): string => join(dir, name)
  return { dir: realpathSync(dir), database: file('store.sqlite'), mark: file('store.mark'), owner: file('store.owner') }
}

/**
 * The folders that this process has open. SQLite's lock keeps other processes out, but within one process it is worse than
 * none: closing any handle on a file lets go of all locks that the process holds on it.
 */
const CLAIMED = new Set<string>()

/** Takes the folder for this process, before its files are touched. Throws E_STORE_LOCKED. */
export function claimFolder(folder: StoreFolder): void {
  if (CLAIMED.has(folder.dir)) throw lockedBy(folder, undefined)
  CLAIMED.add(folder.dir)
}

export function releaseFolder(folder: StoreFolder): void {
  CLAIMED.delete(folder.dir)
}

/** Says who holds the store, for the message that another process shows; the lock itself is SQLite's. */
export function noteOwner(folder: StoreFolder): void {
  writeFileSync(folder.owner, `${process.pid}\n`, { mode: 0o600 })
}

export function forgetOwner(folder: StoreFolder): void {
  rmSync(folder.owner, { force: true })
}

export function lockedBy(folder: StoreFolder, cause: unknown): SrvraError {
  const owner = readOwner(folder)
  const who = owner === undefined ? 'another process' : `process ${owner}`
  const message = `The store in ${folder.dir} is in use by ${who}: close that one first, or choose another folder.`
  return new SrvraError('E_STORE_LOCKED', message, { dir: folder.dir, owner: owner ?? null }, { cause })
}

function readOwner(folder: StoreFolder): number | undefined {
  try {
    const pid = Number.parseInt(readFileSync(folder.owner, 'utf8'), 10)
    return Number.isSafeInteger(pid) ? pid : undefined
  } catch {
    // Whoever holds the lock may not have written its number yet: the message does without it.
    return undefined
  }
}

/** A new file is only there after a power cut when its folder's entry is on the disk, too. */
export function syncFolder({ dir }: Pick<StoreFolder, 'dir'>): void {
  const handle = openSync(dir, 'r')
  try {
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}
