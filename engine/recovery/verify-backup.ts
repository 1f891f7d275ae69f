import { rmSync } from 'node:fs'
import { SrvraError } from '../core/errors.ts'
import type { Progress } from '../ports/storage.ts'
import { inTurns } from './in-turns.ts'
import { restorableRanges } from './manifest/plan-restore.ts'
import { manifestOf, planTo } from './restore/find-position.ts'
import { restoreStore } from './restore/restore-store.ts'
import type { OpenStore } from './restore/restore-store.ts'
import type { Vault } from './vault.ts'

/** What a drill found: a restore for practice, from what the target holds. */
export interface DrillReport {
  readonly target: string
  readonly ok: boolean
  /** When it began, and how long it took; milliseconds. */
  readonly at: number
  readonly tookMs: number
  /** What stands in the way, in sentences; empty when all is well. */
  readonly problems: readonly string[]
  readonly objects: number
  readonly bytes: number
  /** The restored position, and what the restored store holds; absent when nothing could be restored. */
  readonly restored?: {
    readonly seq: number
    readonly at: number
    readonly documents: number
    readonly chain: string
    readonly digest: string
  }
}

export interface DrillOptions {
  readonly vault: Vault
  readonly openStore: OpenStore
  /** A folder of its own for the restored store; gone afterwards. */
  readonly scratch: string
  readonly now: () => number
  /** What the store itself says of a position: its chain's link there, undefined where it no longer knows. */
  readonly linkAt?: (seq: number) => string | undefined
  readonly signal?: AbortSignal
  readonly onProgress?: (progress: Progress) => void
}

/** Enough to know that the backup is of no use. */
const MOST_PROBLEMS = 100

/**
 * Proves that a backup is one: reads every object against its hash and seal, restores the newest position into a scratch
 * folder, verifies the store there from its first byte to its last, and compares its chain with the store's own. Problems
 * are listed; only an abort rejects.
 */
export async function verifyBackup(options: DrillOptions): Promise<DrillReport> {
  const { vault, now, signal, scratch } = options
  const at = now()
  const problems: string[] = []
  const note = (error: unknown): void => {
    signal?.throwIfAborted()
    const told = sentence(error)
    if (problems.length < MOST_PROBLEMS && !problems.includes(told)) problems.push(told)
  }
  let looked = { objects: 0, bytes: 0 }
  let restored: DrillReport['restored']
  try {
    await vault.load(signal)
    looked = await readAll(options, note)
    restored = await restoreNewest(options, note)
  } catch (error) {
    note(error)
  } finally {
    rmSync(scratch, { recursive: true, force: true })
  }
  const found = { ok: problems.length === 0, problems, ...looked, ...(restored ? { restored } : {}) }
  return { target: vault.target.name, at, tookMs: now() - at, ...found }
}

async function readAll(
  { vault, signal, onProgress }: DrillOptions,
  note: (error: unknown) => void,
): Promise<{ objects: number; bytes: number }> {
  const { bases, segments } = manifestOf(vault)
  const parts = [...bases.flatMap((base) => base.parts), ...segments]
  // Restoring reads the newest ones a second time.
  const total = parts.reduce((sum, { bytes }) => sum + bytes, 0)
  let bytes = 0
  for (const part of parts) {
    signal?.throwIfAborted()
    await vault.fetch(part, signal).catch(note)
    bytes += part.bytes
    onProgress?.({ done: bytes, total: 2 * total })
  }
  return { objects: parts.length, bytes }
}

async function restoreNewest(options: DrillOptions, note: (error: unknown) => void): Promise<DrillReport['restored']> {
  const { vault, openStore, scratch, now, signal, onProgress, linkAt } = options
  const plan = await planTo(vault, {}, now(), signal)
  const { epoch } = plan
  const hooks = {
    ...(signal ? { signal } : {}),
    ...(onProgress ? { onProgress: ({ done, total }: Progress) => onProgress({ done: total + done, total: 2 * total }) } : {}),
  }
  rmSync(scratch, { recursive: true, force: true })
  const restored = await restoreStore({ vault, plan, dir: scratch, openStore, epoch, ...hooks })
  const own = linkAt?.(restored.seq)
  if (own !== undefined && own !== '' && own !== restored.chain)
    note(new SrvraError('E_BACKUP_FOREIGN', `The restored store tells another story than this one at operation ${restored.seq}.`))
  const ranges = restorableRanges(manifestOf(vault))
  if (ranges.length > 1)
    note(new SrvraError('E_RANGE', `Not every instant can be restored: between ${ranges.length} stretches operations are missing.`))
  await verifyStore(options, restored.dir, note)
  const { seq, at, documents, chain, digest } = restored
  return { seq, at, documents, chain, digest }
}

async function verifyStore({ vault, openStore, signal }: DrillOptions, dir: string, note: (error: unknown) => void): Promise<void> {
  const storage = openStore(dir, manifestOf(vault).storeId)
  try {
    const { problems } = await inTurns(storage.verify(), signal)
    for (const { code, message } of problems) note(new SrvraError(code, message))
  } finally {
    storage.close()
  }
}

function sentence(error: unknown): string {
  if (error instanceof SrvraError) return `${error.code}: ${error.message}`
  return error instanceof Error ? error.message : String(error)
}
