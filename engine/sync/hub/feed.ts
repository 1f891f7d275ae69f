import { sizeBytes } from '../../core/json/index.ts'
import type { Hash } from '../../core/json/index.ts'
import type { ChangeSummary } from '../../core/log/change.ts'
import type { Storage } from '../../ports/storage.ts'
import type { StateUpdate } from '../../state/state-update.ts'
import type { Scope } from '../../core/query/scope.ts'
import { wireChange, wireUpdate } from './wire.ts'

/** A stretch of the log for one reader, as it goes onto the wire. */
export interface FeedFrame {
  /** The position after it. */
  readonly to: number
  /** The frame's text; absent when there is nothing for this reader. */
  readonly text?: string
  readonly changes: number
  /** What deltas left out, in characters. */
  readonly saved: number
}

/** Who reads, and what of it. */
export interface FeedReader {
  /** Told that everything up to here had been sent. */
  readonly told: number
  /** Looked at up to here. */
  readonly cursor: number
  readonly scope: Scope
  /** Positions of changes that were answered to the reader: he has them. */
  readonly own: ReadonlySet<number>
}

interface Encoded {
  readonly seq: number
  readonly key: string
  readonly batch: number | undefined
  readonly text: string
  readonly saved: number
}

const RING_CHANGES = 8192
const RING_CHARACTERS = 16 * 2 ** 20
const FRAME_CHANGES = 500
const FRAME_CHARACTERS = 256 * 1024
/** A batch stays in one frame up to this size; an import is larger than anything that could. */
const BATCH_CHANGES = 2000
const BATCH_CHARACTERS = 900 * 1024
const LOG_PAGE = 1000

/**
 * The log as readers need it: what is recent is encoded once and shared by all; what is further back is read from the
 * log, and of several changes of a key only the last is sent (P-42, P-45). Nothing is kept per reader.
 */
export class Feed {
  readonly #storage: Storage
  readonly #hash: Hash
  /** Changes from `#first` on, without gaps up to the head. */
  #ring: Encoded[] = []
  #dropped = 0
  #first: number
  #characters = 0
  readonly #shared = new Map<Scope, { readonly told: number; readonly cursor: number; readonly frame: FeedFrame }>()

  constructor(storage: Storage, hash: Hash) {
    this.#storage = storage
    this.#hash = hash
    this.#first = storage.head().seq + 1
  }

  /** Takes in what was committed; without updates (a bulk) the ring begins anew behind it. */
  add(toSeq: number, updates: readonly StateUpdate[] | undefined): void {
    this.#shared.clear()
    if (updates) for (const update of updates) this.#push(update)
    else this.#restart(toSeq)
    while (this.#ring.length - this.#dropped > RING_CHANGES || this.#characters > RING_CHARACTERS) this.#drop()
  }

  /** The next frame for a reader who is behind the head. */
  next(reader: FeedReader): FeedFrame {
    // What the ring does not hold is in the log, also when nobody told of it.
    if (reader.cursor + 1 < this.#first || reader.cursor >= this.#last) return this.#fromLog(reader)
    if (reader.own.size > 0) return this.#fromRing(reader)
    const shared = this.#shared.get(reader.scope)
    if (shared && shared.told === reader.told && shared.cursor === reader.cursor) return shared.frame
    const frame = this.#fromRing(reader)
    this.#shared.set(reader.scope, { told: reader.told, cursor: reader.cursor, frame })
    return frame
  }

  /** The position of the newest change in the ring. */
  get #last(): number {
    return this.#first + this.#ring.length - this.#dropped - 1
  }

  #push(update: StateUpdate): void {
    if (update.seq !== this.#last + 1) this.#restart(update.seq - 1)
    const wire = wireUpdate(update, this.#hash)
    const text = JSON.stringify(wire)
    const whole = wire.delta === undefined || update.value === undefined ? 0 : sizeBytes(update.value)
    this.#ring.push({ seq: update.seq, key: update.key, batch: update.batch, text, saved: Math.max(0, whole - text.length) })
    this.#characters += text.length
  }

  #restart(toSeq: number): void {
    this.#ring = []
    this.#dropped = 0
    this.#characters = 0
    this.#first = toSeq + 1
  }

  /** Dropped entries stay at the front until they are half of the ring, so that dropping one moves no others. */
  #drop(): void {
    const entry = this.#ring[this.#dropped]
    this.#characters -= entry?.text.length ?? 0
    this.#dropped++
    this.#first++
    if (this.#dropped * 2 < this.#ring.length) return
    this.#ring = this.#ring.slice(this.#dropped)
    this.#dropped = 0
  }

  #fromRing(reader: FeedReader): FeedFrame {
    const { cursor, scope, own } = reader
    const frame = new FrameDraft(reader)
    for (let index = cursor + 1 - this.#first + this.#dropped; index < this.#ring.length; index++) {
      const entry = this.#ring[index] as Encoded
      if (frame.isFullBefore(entry)) break
      if (scope.matches(entry.key) && !own.has(entry.seq)) frame.add(entry)
      frame.to = entry.seq
      frame.batch = entry.batch
    }
    return frame.finish()
  }

  /**
   * Who is further behind is told what the keys that changed in a stretch are now: several changes of a key cost one,
   * and values that compaction let go are not needed. Throws E_COMPACTED when the stretch itself is gone.
   */
  #fromLog(reader: FeedReader): FeedFrame {
    const frame = new FrameDraft(reader)
    const keys = new Set<string>()
    const head = this.#storage.head().seq
    while (frame.to < head && keys.size < FRAME_CHANGES && frame.hasRoom) {
      const page = this.#storage.log({ after: frame.to, limit: LOG_PAGE })
      if (page.length === 0) break
      for (const entry of page) {
        frame.to = entry.seq
        if (keys.has(entry.key) || !reader.scope.matches(entry.key) || reader.own.has(entry.seq)) continue
        keys.add(entry.key)
        const encoded = this.#current(entry)
        if (encoded) frame.add(encoded)
      }
    }
    return frame.finish()
  }

  /** What the key of an entry is now, as the change that made it so. */
  #current({ key }: ChangeSummary): Encoded | undefined {
    const document = this.#storage.read(key)
    const summary = document && this.#storage.log({ after: document.seq - 1, limit: 1 })[0]
    if (!document || !summary) return undefined
    const { value, metadata } = document
    const text = JSON.stringify(wireChange({ ...summary, value, metadata }, this.#hash))
    return { seq: document.seq, key, batch: summary.batch, text, saved: 0 }
  }
}

/** A frame as it fills up. */
class FrameDraft {
  to: number
  batch: number | undefined
  readonly #told: number
  readonly #texts: string[] = []
  #characters = 0
  #saved = 0

  constructor({ told, cursor }: FeedReader) {
    this.#told = told
    this.to = cursor
  }

  /** Full frames end where no batch is torn, unless the batch is larger than a frame may be. */
  isFullBefore({ batch }: Encoded): boolean {
    const count = this.#texts.length
    if (count < FRAME_CHANGES && this.#characters < FRAME_CHARACTERS) return false
    return batch === undefined || batch !== this.batch || count >= BATCH_CHANGES || this.#characters >= BATCH_CHARACTERS
  }

  get hasRoom(): boolean {
    return this.#characters < FRAME_CHARACTERS
  }

  add({ text, saved }: Encoded): void {
    this.#texts.push(text)
    this.#characters += text.length
    this.#saved += saved
  }

  finish(): FeedFrame {
    const { to } = this
    const changes = this.#texts.length
    if (changes === 0) return { to, changes, saved: 0 }
    const text = `{"type":"changes","from":${this.#told},"to":${to},"changes":[${this.#texts.join(',')}]}`
    return { to, text, changes, saved: this.#saved }
  }
}
