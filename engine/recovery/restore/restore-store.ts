import {
  closeSync,
  existsSync,
  fsyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statfsSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import { SrvraError } from '../../core/errors.ts'
import type { Change } from '../../core/log/change.ts'
import type { Progress, RecordWrite, Storage } from '../../ports/storage.ts'
import { letOthersRun } from '../in-turns.ts'
import type { BaseEntry } from '../manifest/manifest.ts'
import type { RestorePlan, RestoreStep } from '../manifest/plan-restore.ts'
import { damaged } from '../seal/sealed-object.ts'
import { linesOf } from '../stream/segment-lines.ts'
import type { SegmentLine } from '../stream/segment-lines.ts'
import type { Vault } from '../vault.ts'

/** Opens a store in a folder; one that is not there yet gets that identity. */
export type OpenStore = (dir: string, storeId: string) => Storage

export interface RestoreHooks {
  readonly signal?: AbortSignal
  /** Told in bytes of what is fetched and replayed. */
  readonly onProgress?: (progress: Progress) => void
}

export interface RestoreOptions extends RestoreHooks {
  readonly vault: Vault
  readonly plan: RestorePlan
  /** An empty folder, or one in which the same restore was interrupted: it goes on there. */
  readonly dir: string
  readonly openStore: OpenStore
  /** The life that the restored store begins. */
  readonly epoch: number
}

/** What was restored. */
export interface RestoredStore {
  readonly dir: string
  readonly seq: number
  readonly at: number
  readonly epoch: number
  readonly documents: number
  readonly chain: string
  /** The order-independent digest of every live (key, version, hash). */
  readonly digest: string
}

const STATE = 'restore.json'
const PIECES = 'restore.parts'
const PARTIAL = 'store.sqlite.partial'
const BATCH = 1000
/** A restored store takes more room than its backup: the log is indexed, and pages are not full. */
const ROOM = 1.5

/**
 * Makes the store as it was at a position, in a folder: the base backup, then every change and every record after it. The
 * chain is recomputed on the way and must be the one that was backed up. Throws E_RESTORE_FOLDER, E_SPACE,
 * E_BACKUP_INTEGRITY, E_BACKUP_MISSING and what the target throws; interrupted, it goes on where it was.
 */
export async function restoreStore(options: RestoreOptions): Promise<RestoredStore> {
  const { plan, dir, vault, openStore, epoch } = options
  const work = beginWork(options)
  assertRoom(dir, work.total)
  if (plan.base && !existsSync(join(dir, 'store.sqlite'))) await fetchBase(options, plan.base, work)
  const storage = openStore(dir, vault.manifest?.storeId ?? '')
  try {
    if (plan.base && storage.head().seq <= plan.base.seq) assertLink(storage, plan.base.seq, plan.base.chain, plan.base.id)
    for (const step of plan.steps) await replay(options, storage, step, work)
    if (storage.head().seq !== plan.seq) throw damaged(`of operation ${plan.seq}`)
    storage.journal.forget(Number.MAX_SAFE_INTEGER)
    if (storage.epoch < epoch) storage.beginLife(epoch)
    // From here on the folder is a store like any other.
    for (const note of [STATE, PIECES]) rmSync(join(dir, note), { force: true })
    const head = storage.head()
    const { documents } = storage.statistics()
    return { dir, ...head, seq: head.seq, at: head.at, epoch, documents, chain: storage.link(head.seq), digest: storage.digest() }
  } finally {
    storage.close()
  }
}

/** What is under way, and how far it is. */
interface Work {
  done: number
  readonly total: number
}

function beginWork({ dir, plan, vault }: RestoreOptions): Work {
  mkdirSync(dir, { recursive: true, mode: 0o700 })
  const mine = JSON.stringify({ store: vault.manifest?.storeId ?? '', base: plan.base?.id ?? '', seq: plan.seq, epoch: plan.epoch })
  const file = join(dir, STATE)
  const there = existsSync(file) ? readFileSync(file, 'utf8') : undefined
  if (there === undefined ? readdirSync(dir).length > 0 : there !== mine) throw folderTaken(dir)
  writeFileSync(file, mine, { mode: 0o600 })
  const base = plan.base?.parts.reduce((sum, { bytes }) => sum + bytes, 0) ?? 0
  const total = plan.steps.reduce((sum, { segment }) => sum + segment.contentBytes, (plan.base?.bytes ?? 0) + base)
  return { done: 0, total }
}

/** Fetches the base backup piece by piece; pieces that are there already are not fetched again. */
async function fetchBase({ vault, dir, signal, onProgress }: RestoreOptions, base: BaseEntry, work: Work): Promise<void> {
  const partial = join(dir, PARTIAL)
  const note = join(dir, PIECES)
  const have = existsSync(partial) && existsSync(note) ? (JSON.parse(readFileSync(note, 'utf8')) as number[]) : []
  const file = openSync(partial, existsSync(partial) ? 'r+' : 'w', 0o600)
  try {
    let offset = have.reduce((sum, length) => sum + length, 0)
    ftruncateSync(file, offset)
    for (const part of base.parts.slice(have.length)) {
      signal?.throwIfAborted()
      const content = await vault.fetch(part, signal)
      writeSync(file, content, 0, content.length, offset)
      offset += content.length
      fsyncSync(file)
      have.push(content.length)
      writeFileSync(note, JSON.stringify(have))
      work.done += part.bytes + content.length
      onProgress?.({ done: work.done, total: work.total })
    }
    if (offset !== base.bytes) throw damaged(base.id)
  } finally {
    closeSync(file)
  }
  renameSync(partial, join(dir, 'store.sqlite'))
}

/** Replays a segment. What the store has already, from an earlier attempt, is passed over. */
async function replay(options: RestoreOptions, storage: Storage, step: RestoreStep, work: Work): Promise<void> {
  const { vault, signal, onProgress } = options
  const { segment, upTo } = step
  signal?.throwIfAborted()
  const replayed = new Batch(storage)
  for (const line of missing(options.plan, step, storage, await vault.fetch(segment, signal))) {
    replayed.add(line)
    if (replayed.size < BATCH) continue
    replayed.append()
    await letOthersRun()
    signal?.throwIfAborted()
  }
  replayed.append()
  if (upTo === segment.to && storage.head().seq === upTo) assertLink(storage, segment.to, segment.chain, segment.name)
  work.done += segment.contentBytes
  onProgress?.({ done: work.done, total: work.total })
}

/** The lines of a segment that the store lacks, up to where the restore ends. */
function* missing(plan: RestorePlan, { segment, upTo }: RestoreStep, storage: Storage, content: Buffer): Generator<SegmentLine> {
  const head = storage.head().seq
  const inBase = segment.epoch === plan.base?.epoch ? plan.base.journal : 0
  for (const line of linesOf(content)) {
    if (('change' in line ? line.change.seq : line.seq) > upTo) return
    if ('change' in line ? line.change.seq > head : line.n === 0 || line.n > inBase) yield line
  }
}

/** Lines that are appended together, in their order. */
class Batch {
  readonly #storage: Storage
  #changes: Change[] = []
  #records: RecordWrite[] = []

  constructor(storage: Storage) {
    this.#storage = storage
  }

  get size(): number {
    return this.#changes.length + this.#records.length
  }

  add(line: SegmentLine): void {
    if ('change' in line) this.#changes.push(line.change)
    else this.#records.push(line.record)
  }

  append(): void {
    if (this.size > 0) void this.#storage.append(this.#changes, this.#records)
    this.#changes = []
    this.#records = []
  }
}

/** The chain is over everything but values, and every value is held against its hash there: what fits is what was. */
function assertLink(storage: Storage, seq: number, chain: string, name: string): void {
  if (chain !== '' && storage.link(seq) !== chain) throw damaged(name)
}

function assertRoom(dir: string, bytes: number): void {
  const { bavail, bsize } = statfsSync(dir)
  const needed = Math.ceil(bytes * ROOM)
  const free = bavail * bsize
  if (free >= needed) return
  const message = `Restoring needs about ${megabytes(needed)} in ${dir}, and ${megabytes(free)} are free: make space, or restore to another disk.`
  throw new SrvraError('E_SPACE', message, { dir, needed, free })
}

function megabytes(bytes: number): string {
  return `${Math.ceil(bytes / 1_000_000)} MB`
}

function folderTaken(dir: string): SrvraError {
  const message = `${dir} holds a store, or another restore that did not come to its end: choose an empty folder, or empty that one.`
  return new SrvraError('E_RESTORE_FOLDER', message, { dir })
}
