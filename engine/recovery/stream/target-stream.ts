import { SrvraError } from '../../core/errors.ts'
import type { Storage } from '../../ports/storage.ts'
import type { StoreLife } from '../../core/log/store-life.ts'
import type { BaseEntry, Manifest, SegmentEntry } from '../manifest/manifest.ts'
import { planMerge } from '../manifest/plan-merge.ts'
import type { Vault } from '../vault.ts'
import { gather } from './gather.ts'
import type { Cursor } from './gather.ts'
import { recordLines } from './record-lines.ts'
import { resumeAt } from './resume-at.ts'

export interface TargetStreamParts {
  readonly storage: Storage
  readonly vault: Vault
  readonly now: () => number
}

/** Tells one target everything that happens in a store: segment by segment, each listed in the manifest when it is safe. */
export class TargetStream {
  readonly #parts: TargetStreamParts
  #cursor: Cursor | undefined
  #manifest: Manifest | undefined
  /** Writes of records were missed: what follows can only be added to a base backup. */
  #gap = false
  #needsBase = false

  constructor(parts: TargetStreamParts) {
    this.#parts = parts
  }

  get vault(): Vault {
    return this.#parts.vault
  }

  /** How far the target has been told; undefined before the first contact. */
  get cursor(): Cursor | undefined {
    return this.#cursor
  }

  /** True when nothing can be restored before there is a base backup. */
  get needsBase(): boolean {
    return this.#needsBase
  }

  get manifest(): Manifest | undefined {
    return this.#manifest
  }

  /** Looks at what the target has. Throws E_BACKUP_AHEAD, E_BACKUP_FOREIGN, and what reading it throws. */
  async begin(signal?: AbortSignal): Promise<void> {
    if (this.#cursor) return
    const { storage, vault } = this.#parts
    const found = await vault.load(signal)
    const start = resumeAt(storage, found)
    this.#manifest = {
      ...(found ?? { format: 1, storeId: storage.storeId, keyId: vault.keyId, count: 0, bases: [], segments: [] }),
      writtenAt: this.#parts.now(),
      lives: unitedLives(found?.lives ?? [], storage.lives()),
    }
    this.#needsBase = start.needsBase
    if (start.fromNothing) await this.#dump(signal)
    else this.#cursor = start.cursor
  }

  /** Tells the target what happened since the last time. */
  async ship(signal?: AbortSignal): Promise<void> {
    await this.begin(signal)
    for (;;) {
      const stretch = this.#gather()
      if (!stretch) return
      await this.#append(stretch.content, stretch.reached, signal)
      if (!stretch.more) break
    }
    await this.#putTogether(signal)
  }

  /** Entries of the journal up to one were let go of. If the target did not have them, it misses them for good. */
  journalForgotten(through: number): void {
    if (this.#cursor && this.#cursor.journal < through) this.#skip()
  }

  /** Lists a base backup. */
  async addBase(base: BaseEntry, signal?: AbortSignal): Promise<void> {
    const manifest = this.#known()
    await this.#save({ ...manifest, bases: [...manifest.bases, base] }, signal)
    this.#needsBase = false
  }

  /** Lets bases and segments go: first from the manifest, then for good. */
  async drop(bases: readonly BaseEntry[], segments: readonly SegmentEntry[], signal?: AbortSignal): Promise<void> {
    if (bases.length + segments.length === 0) return
    const manifest = this.#known()
    await this.#save(
      {
        ...manifest,
        bases: manifest.bases.filter((base) => !bases.includes(base)),
        segments: manifest.segments.filter((segment) => !segments.includes(segment)),
      },
      signal,
    )
    await this.vault.remove([...bases.flatMap(({ parts }) => parts), ...segments], signal)
  }

  #known(): Manifest {
    if (!this.#manifest) throw new Error('the target has not been looked at yet')
    return this.#manifest
  }

  #gather(): ReturnType<typeof gather> {
    try {
      return gather(this.#parts.storage, this.#cursor as Cursor)
    } catch (error) {
      if (!(error instanceof SrvraError) || error.code !== 'E_COMPACTED') throw error
      // The log went on without the target for so long that it was compacted: only a base backup helps.
      this.#skip()
      return undefined
    }
  }

  #skip(): void {
    const { storage } = this.#parts
    this.#cursor = { ...storage.head(), journal: storage.journal.last() }
    this.#gap = true
    this.#needsBase = true
  }

  /** A store that cannot be copied is told from its first change on, and its records as they are. */
  async #dump(signal?: AbortSignal): Promise<void> {
    const { storage } = this.#parts
    const journal = storage.journal.last()
    const seq = storage.head().seq
    this.#cursor = { seq: 0, at: 0, journal }
    while (this.#cursor.seq < seq) {
      const stretch = this.#gather()
      if (!stretch) break
      await this.#append(stretch.content, stretch.reached, signal)
    }
    for (const content of recordLines(storage, seq)) await this.#append(content, this.#cursor, signal)
  }

  async #append(content: Buffer, reached: Cursor, signal?: AbortSignal): Promise<void> {
    const { storage, vault } = this.#parts
    const { seq: from } = this.#cursor as Cursor
    const { epoch } = storage
    const links = { chainBefore: storage.link(from), chain: storage.link(reached.seq) }
    const part = await vault.put(segmentName(epoch, from, reached.seq), content, signal)
    const { seq: to, at, journal } = reached
    const facts = { epoch, from, to, at, journal, contentBytes: content.length, level: 0, gap: this.#gap }
    await this.#save(withSegment(this.#known(), { ...part, ...facts, ...links }), signal)
    this.#cursor = reached
    this.#gap = false
  }

  /** Many small segments become a large one, so that neither manifest nor restore grows with the number of seconds. */
  async #putTogether(signal?: AbortSignal): Promise<void> {
    const manifest = this.#known()
    const run = planMerge(manifest.segments)
    const [first] = run ?? []
    const last = run?.at(-1)
    if (!run || !first || !last) return
    const contents: Buffer[] = []
    for (const segment of run) contents.push(await this.vault.fetch(segment, signal))
    const content = Buffer.concat(contents)
    const part = await this.vault.put(segmentName(first.epoch, first.from, last.to), content, signal)
    const { from, chainBefore, gap } = first
    const merged = { ...last, ...part, from, chainBefore, gap, contentBytes: content.length, level: last.level + 1 }
    const segments = manifest.segments.flatMap((segment) => (segment === first ? [merged] : run.includes(segment) ? [] : [segment]))
    await this.#save({ ...manifest, segments }, signal)
    await this.vault.remove(run, signal)
  }

  async #save(manifest: Manifest, signal?: AbortSignal): Promise<void> {
    const next = { ...manifest, count: manifest.count + 1, writtenAt: this.#parts.now() }
    await this.vault.save(next, signal)
    this.#manifest = next
  }
}

function withSegment(manifest: Manifest, segment: SegmentEntry): Manifest {
  return { ...manifest, segments: [...manifest.segments, segment] }
}

/** Lives that were left are remembered, too: what was made in them can still be restored. */
function unitedLives(known: readonly StoreLife[], own: readonly StoreLife[]): readonly StoreLife[] {
  const left = known.filter(({ epoch }) => !own.some((life) => life.epoch === epoch))
  return [...left, ...own].toSorted((a, b) => a.epoch - b.epoch)
}

function segmentName(epoch: number, from: number, to: number): string {
  return `log.${epoch}.${from}-${to}`
}
