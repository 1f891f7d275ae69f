import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  readSync,
  rmSync,
  statSync,
  statfsSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { SrvraError } from '../core/errors.ts'
import type { Progress, Storage } from '../ports/storage.ts'
import type { BackupPart, BaseEntry } from './manifest/manifest.ts'
import type { OpenStore } from './restore/restore-store.ts'
import type { TargetStream } from './stream/target-stream.ts'

/** What a piece of the store's file holds. */
const PART_BYTES = 8 * 1024 * 1024

export interface BaseBackupParts {
  readonly storage: Storage
  readonly openStore: OpenStore
  /** A folder for the copy, on the disk of the store. */
  readonly scratch: string
  readonly now: () => number
}

export interface BackupHooks {
  readonly signal?: AbortSignal
  /** In bytes, over copying and sending. */
  readonly onProgress?: (progress: Progress) => void
}

/** What a copy is of, as it is noted beside it. */
type Facts = Omit<BaseEntry, 'parts' | 'tookMs'>

const noted = z.strictObject({
  facts: z.strictObject({
    id: z.string(),
    epoch: z.number(),
    seq: z.number(),
    at: z.number(),
    takenAt: z.number(),
    chain: z.string(),
    journal: z.number(),
    documents: z.number(),
    bytes: z.number(),
  }),
  sent: z.record(z.string(), z.array(z.strictObject({ name: z.string(), bytes: z.number(), sha256: z.string() }))),
})

const NOTE = 'backup.json'
const COPY = 'copy'
/** A copy that was left by an interruption is of use for as long. */
const USEFUL_FOR_MS = 3_600_000

/**
 * Copies a store as a whole, and hands the copies to targets. What was sent is noted, so that a backup that was interrupted
 * goes on where it was.
 */
export class BaseBackup {
  readonly #parts: BaseBackupParts

  constructor(parts: BaseBackupParts) {
    this.#parts = parts
  }

  /** The file of a copy of the store as it is now, or was when an earlier attempt was interrupted. Throws E_SPACE. */
  async copy(hooks: BackupHooks): Promise<BaseCopy> {
    const { scratch, now } = this.#parts
    const left = this.#left()
    if (left && now() - left.facts.takenAt < USEFUL_FOR_MS) return new BaseCopy(scratch, left.facts, left.sent, now)
    rmSync(scratch, { recursive: true, force: true })
    mkdirSync(join(scratch, COPY), { recursive: true, mode: 0o700 })
    return new BaseCopy(scratch, await this.#make(hooks), {}, now)
  }

  #left(): z.infer<typeof noted> | undefined {
    const { scratch, storage } = this.#parts
    try {
      const note = noted.parse(JSON.parse(readFileSync(join(scratch, NOTE), 'utf8')))
      const whole = statSync(join(scratch, COPY, 'store.sqlite')).size === note.facts.bytes
      return whole && note.facts.epoch === storage.epoch ? note : undefined
    } catch {
      // Nothing of use was left there: a new copy is made.
      return undefined
    }
  }

  async #make({ signal, onProgress }: BackupHooks): Promise<Facts> {
    const { storage, openStore, scratch, now } = this.#parts
    assertRoom(scratch, storage.statistics().bytes)
    const dir = join(scratch, COPY)
    const file = join(dir, 'store.sqlite')
    const takenAt = now()
    await storage.copyTo(file, { ...(signal ? { signal } : {}), ...(onProgress ? { onProgress } : {}) })
    const copy = openStore(dir, storage.storeId)
    let facts: Omit<Facts, 'bytes'>
    try {
      const { seq, at } = copy.head()
      const { epoch } = copy
      const { documents } = copy.statistics()
      const id = `base.${epoch}.${seq}.${takenAt.toString(36)}`
      facts = { id, epoch, seq, at, takenAt, chain: copy.link(seq), journal: copy.journal.last(), documents }
    } finally {
      copy.close()
    }
    // What opening left beside the file is no part of the backup.
    rmSync(join(dir, 'store.mark'), { force: true })
    const made = { ...facts, bytes: statSync(file).size }
    writeFileSync(join(scratch, NOTE), JSON.stringify({ facts: made, sent: {} }), { mode: 0o600 })
    return made
  }
}

/** A copy of a store on its way to targets. */
export class BaseCopy {
  readonly facts: Facts
  readonly #scratch: string
  readonly #sent: Record<string, readonly BackupPart[]>
  readonly #now: () => number

  constructor(scratch: string, facts: Facts, sent: Record<string, readonly BackupPart[]>, now: () => number) {
    this.facts = facts
    this.#scratch = scratch
    this.#sent = { ...sent }
    this.#now = now
  }

  /** Sends the copy to a target, piece by piece, and lists it there. */
  async sendTo(stream: TargetStream, { signal, onProgress }: BackupHooks): Promise<BaseEntry> {
    const { vault } = stream
    const file = openSync(join(this.#scratch, COPY, 'store.sqlite'), 'r')
    const parts = [...(this.#sent[vault.target.name] ?? [])]
    try {
      for (let offset = parts.length * PART_BYTES; offset < this.facts.bytes; offset += PART_BYTES) {
        signal?.throwIfAborted()
        const content = Buffer.alloc(Math.min(PART_BYTES, this.facts.bytes - offset))
        readSync(file, content, 0, content.length, offset)
        parts.push(await vault.put(`${this.facts.id}.${parts.length}`, content, signal))
        this.#note(vault.target.name, parts)
        onProgress?.({ done: offset + content.length, total: this.facts.bytes })
      }
    } finally {
      closeSync(file)
    }
    const base = { ...this.facts, parts, tookMs: Math.max(0, this.#now() - this.facts.takenAt) }
    await stream.addBase(base, signal)
    return base
  }

  /** The copy has been sent wherever it could be. */
  discard(): void {
    rmSync(this.#scratch, { recursive: true, force: true })
  }

  #note(target: string, parts: readonly BackupPart[]): void {
    this.#sent[target] = [...parts]
    writeFileSync(join(this.#scratch, NOTE), JSON.stringify({ facts: this.facts, sent: this.#sent }), { mode: 0o600 })
  }
}

function assertRoom(dir: string, bytes: number): void {
  const { bavail, bsize } = statfsSync(existsSync(dir) ? dir : '.')
  const free = bavail * bsize
  if (free >= bytes) return
  const message = `A copy of the store needs ${Math.ceil(bytes / 1e6)} MB in ${dir}, and ${Math.floor(free / 1e6)} MB are free: make space there.`
  throw new SrvraError('E_SPACE', message, { dir, needed: bytes, free })
}

/** Copying is the first half of a backup, sending the second. */
export function halfOf({ signal, onProgress }: BackupHooks, half: 0 | 1): BackupHooks {
  return {
    ...(signal ? { signal } : {}),
    ...(onProgress ? { onProgress: ({ done, total }) => onProgress({ done: half * total + done, total: 2 * total }) } : {}),
  }
}
