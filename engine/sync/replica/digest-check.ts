import type { Digest, Listing, ReplicaFrame } from '../../core/protocol/frames.ts'
import { compareCodePoints } from '../../core/query/index.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Scheduler } from '../../ports/scheduler.ts'
import type { RunningDigest } from '../running-digest.ts'
import type { ReplicaRecords, Shadow } from './replica-records.ts'

/** What a comparison with the hub came to. */
export interface DigestComparison {
  readonly equal: boolean
  /** Documents that differed, and were fetched. */
  readonly healed: number
  /** Milliseconds since 1970 on this machine, and the hub's position that was compared. */
  readonly at: number
  readonly seq: number
  /** Of what this replica held. */
  readonly digest: string
}

export interface DigestCheckOptions {
  readonly records: ReplicaRecords
  readonly digest: RunningDigest
  readonly scheduler: Scheduler
  readonly clock: Clock
  readonly send: (frame: ReplicaFrame) => void
  /** The position of this replica, and whether a change can still be under way to it. */
  readonly position: () => number
  /** Documents that have to be fetched whole. */
  readonly distrust: (keys: readonly string[]) => void
}

const SLICE = 1000

/**
 * Compares what this replica holds with what the hub has, by one number each, and where they differ document by
 * document (P-69). One comparison at a time; who asks meanwhile gets the same answer.
 */
export class DigestCheck {
  readonly #options: DigestCheckOptions
  readonly #waiting: ((comparison: DigestComparison | undefined) => void)[] = []
  #asked: number | undefined
  #pending: Digest | undefined
  #last: DigestComparison | undefined
  #differing: string[] = []
  #listedTo: string | undefined
  #lastId = 0

  constructor(options: DigestCheckOptions) {
    this.#options = options
  }

  get running(): boolean {
    return this.#asked !== undefined
  }

  /** How the last comparison came out. */
  get last(): DigestComparison | undefined {
    return this.#last
  }

  /** Tells how the comparison came out; undefined when the connection went before it was done. */
  ask(tell: (comparison: DigestComparison | undefined) => void): void {
    this.#waiting.push(tell)
    if (this.#asked !== undefined) return
    this.#begin()
  }

  /** Everything is as it would be without a connection. */
  abandon(): void {
    this.#asked = undefined
    this.#pending = undefined
    for (const tell of this.#waiting.splice(0)) tell(undefined)
  }

  onDigest(digest: Digest): void {
    if (digest.id !== this.#asked) return
    this.#pending = digest
    this.advanced()
  }

  /** The position moved: a digest of a later position may be comparable now. */
  advanced(): void {
    const digest = this.#pending
    if (!digest || !this.#options.digest.complete) return
    const position = this.#options.position()
    if (position < digest.at) return
    this.#pending = undefined
    // Changes that came after the digest was taken make it stale: it is asked for again.
    if (position > digest.at) return this.#begin()
    if (this.#options.digest.toString() === digest.digest) return this.#finish(true)
    this.#differing = []
    this.#listedTo = undefined
    this.#options.send({ type: 'compare', id: digest.id })
  }

  onListing({ id, documents, done }: Listing): void {
    if (id !== this.#asked) return
    const upTo = done ? undefined : documents.at(-1)?.[0]
    const theirs = new Map(documents.map(([key, version, hash]) => [key, { version, hash }]))
    for (const [key, shadow] of this.#held(this.#listedTo, upTo)) {
      const listed = theirs.get(key)
      theirs.delete(key)
      const same = listed ? listed.version === shadow.version && listed.hash === shadow.hash : shadow.hash === undefined
      if (!same && !(listed && listed.version < shadow.version)) this.#differing.push(key)
    }
    this.#differing.push(...theirs.keys())
    this.#listedTo = upTo
    if (upTo !== undefined) return this.#options.send({ type: 'compare', id, after: upTo })
    if (this.#differing.length > 0) this.#options.distrust(this.#differing)
    this.#finish(this.#differing.length === 0)
  }

  #begin(): void {
    this.#asked = ++this.#lastId
    this.#options.send({ type: 'ask-digest', id: this.#asked })
    this.#count()
  }

  /** The own digest is counted in slices, once. */
  #count(): void {
    const { digest, records, scheduler } = this.#options
    if (digest.complete || this.#asked === undefined) return this.advanced()
    const page = records.shadows(digest.countedTo, SLICE)
    const live = page.flatMap(({ key, shadow: { version, hash } }) => (hash === undefined ? [] : [{ key, version, hash }]))
    digest.addPage(live, page.at(-1)?.key, page.length < SLICE)
    scheduler.after(0, () => this.#count())
  }

  #finish(equal: boolean): void {
    this.#asked = undefined
    const healed = equal ? 0 : this.#differing.length
    const { clock, position, digest } = this.#options
    this.#last = { equal, healed, at: clock.now(), seq: position(), digest: digest.toString() }
    for (const tell of this.#waiting.splice(0)) tell(this.#last)
  }

  *#held(after: string | undefined, upTo: string | undefined): Generator<readonly [string, Shadow]> {
    for (let from = after; ;) {
      const page = this.#options.records.shadows(from, SLICE)
      for (const { key, shadow } of page) {
        if (upTo !== undefined && compareCodePoints(key, upTo) > 0) return
        yield [key, shadow]
      }
      if (page.length < SLICE) return
      from = page.at(-1)?.key
    }
  }
}
