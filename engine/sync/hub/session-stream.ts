import { SrvraError } from '../../core/errors.ts'
import type { Snapshot } from '../../core/protocol/frames.ts'
import type { Feed } from './feed.ts'
import type { HubContext } from './hub-context.ts'
import type { Scope } from '../../core/query/scope.ts'
import { scopeOf } from '../../core/query/scope.ts'
import { snapshotPage } from './snapshot-pages.ts'
import type { SnapshotCourse } from './snapshot-pages.ts'

/** What a stream sends through. */
export interface StreamSink {
  readonly bufferedBytes: number
  sendText(text: string, saved: number): void
  countChanges(changes: number): void
}

const NOTHING = scopeOf([])
/** A reader for whom nothing happens is still told, now and then, how far he is. */
const TELL_AFTER = 1000
const TELL_QUIET_MS = 250

/**
 * What one reader is sent: documents while a snapshot is under way, then changes, always as much as the socket takes. All
 * that is kept of him is where he is (P-43, P-44).
 */
export class SessionStream {
  readonly #context: HubContext
  readonly #feed: Feed
  readonly #sink: StreamSink
  readonly #own = new Set<number>()
  #scope: Scope
  /** Said to be sent, and looked at. */
  #told: number
  #cursor: number
  #snapshot: SnapshotCourse | undefined
  #tellDue = false
  #ended = false

  constructor(context: HubContext, sink: StreamSink, scope: Scope, since: number, snapshot: SnapshotCourse | undefined) {
    this.#context = context
    this.#feed = context.feed
    this.#sink = sink
    this.#scope = scope
    this.#told = since
    this.#cursor = since
    this.#snapshot = snapshot
  }

  get scope(): Scope {
    return this.#scope
  }

  get cursor(): number {
    return this.#cursor
  }

  get catchingUp(): boolean {
    return this.#snapshot !== undefined || this.#cursor < this.#context.storage.head().seq
  }

  /** A change that was answered to the reader is not sent to him again. */
  ownChange(seq: number): void {
    if (seq > this.#cursor) this.#own.add(seq)
  }

  /** P-48: what comes into sight is sent as documents, then changes of the new scope go on. */
  subscribe(scope: Scope): void {
    const course = this.#snapshot
    const except = course ? course.except : this.#scope
    this.#scope = scope
    this.#snapshot = { at: this.#cursor, scope, except, after: undefined }
    this.pump()
  }

  /** Sends what there is, until the socket is full. */
  pump(): void {
    const { storage, settings } = this.#context
    while (this.#sink.bufferedBytes < settings.highWaterBytes) {
      if (this.#snapshot) this.#sendPage(this.#snapshot)
      else if (this.#cursor < storage.head().seq) this.#sendChanges()
      else break
    }
    this.#tellSoon()
  }

  /** The reader is gone. */
  end(): void {
    this.#ended = true
  }

  /** Tells how far the reader is, when he was not told lately. */
  tell(): void {
    if (this.#told === this.#cursor || this.#snapshot) return
    this.#sink.sendText(`{"type":"changes","from":${this.#told},"to":${this.#cursor},"changes":[]}`, 0)
    this.#told = this.#cursor
  }

  /** A reader whose own writes are all that happens is told after a moment of quiet, or he would seem to lag behind. */
  #tellSoon(): void {
    if (this.#tellDue || this.#snapshot || this.#told === this.#cursor) return
    this.#tellDue = true
    this.#context.scheduler.after(TELL_QUIET_MS, () => {
      this.#tellDue = false
      if (!this.#ended) this.tell()
    })
  }

  #sendChanges(): void {
    const frame = this.#next()
    if (!frame) return
    this.#cursor = frame.to
    for (const seq of this.#own) if (seq <= frame.to) this.#own.delete(seq)
    if (frame.text !== undefined) {
      this.#told = frame.to
      this.#sink.sendText(frame.text, frame.saved)
      this.#sink.countChanges(frame.changes)
    } else if (this.#cursor - this.#told >= TELL_AFTER) this.tell()
  }

  /** Undefined when compaction has let go of where the reader is: he begins with a snapshot. */
  #next(): ReturnType<Feed['next']> | undefined {
    try {
      return this.#feed.next({ told: this.#told, cursor: this.#cursor, scope: this.#scope, own: this.#own })
    } catch (error) {
      if (!(error instanceof SrvraError && error.code === 'E_COMPACTED')) throw error
      const { seq } = this.#context.storage.head()
      this.#snapshot = { at: seq, scope: this.#scope, except: NOTHING, after: undefined }
      return undefined
    }
  }

  #sendPage(course: SnapshotCourse): void {
    const { storage, hash } = this.#context
    const { documents, upTo } = snapshotPage(storage, course, hash)
    const frame: Snapshot = {
      type: 'snapshot',
      at: course.at,
      patterns: course.scope.patterns,
      except: course.except.patterns,
      ...(course.after === undefined ? {} : { after: course.after }),
      ...(upTo === undefined ? {} : { upTo }),
      documents,
    }
    this.#sink.sendText(JSON.stringify(frame), 0)
    this.#sink.countChanges(documents.length)
    if (upTo !== undefined) {
      this.#snapshot = { ...course, after: upTo }
      return
    }
    this.#snapshot = undefined
    this.#told = course.at
    this.#cursor = course.at
    this.#own.clear()
  }
}
