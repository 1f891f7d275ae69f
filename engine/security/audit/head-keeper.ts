import type { Clock } from '../../ports/clock.ts'
import type { HeadArchive } from '../../ports/head-archive.ts'
import type { Scheduler } from '../../ports/scheduler.ts'
import type { Storage } from '../../ports/storage.ts'
import type { AuditKey } from './audit-key.ts'
import { signHead } from './signed-head.ts'
import type { AuditHead } from './signed-head.ts'
import type { TrailEnd } from './trail-ends.ts'

export interface HeadKeeperParts {
  readonly storage: Storage
  readonly key: AuditKey
  readonly archives: readonly HeadArchive[]
  readonly clock: Clock
  readonly scheduler: Scheduler
  /** Hears of archives that do not take a head. */
  readonly report: (error: unknown) => void
}

/** A head is signed after so many entries, */
const ENTRIES = 100
/** or so long after the first one that no head covers. */
const AFTER_MS = 60_000

/** What an archive was not told of. */
export interface ArchiveTrouble {
  readonly archive: string
  readonly message: string
  /** Since when, milliseconds since 1970. */
  readonly since: number
}

/** Signs how the trail stands, again and again, and has it kept elsewhere. */
export class HeadKeeper {
  readonly #parts: HeadKeeperParts
  readonly #troubles = new Map<HeadArchive, ArchiveTrouble>()
  #signed: AuditHead | undefined
  #end: TrailEnd | undefined
  #cancel: (() => void) | undefined
  #soon = false

  constructor(parts: HeadKeeperParts) {
    this.#parts = parts
  }

  /** The last head that every archive took; undefined before the first one. */
  get signed(): AuditHead | undefined {
    return this.#signed
  }

  get troubles(): readonly ArchiveTrouble[] {
    return [...this.#troubles.values()]
  }

  /** The trail has grown until there. */
  grown(end: TrailEnd): void {
    this.#end = end
    // The first head comes at once: a trail that nobody ever signed proves nothing.
    const many = (!this.#signed || end.n - this.#signed.n >= ENTRIES) && this.#troubles.size === 0
    if (!many) this.#cancel ??= this.#signAfter(AFTER_MS)
    else if (!this.#soon) {
      this.#cancel?.()
      this.#soon = true
      // Not in this turn: whoever wrote waits for an answer.
      this.#cancel = this.#signAfter(0)
    }
  }

  /** Signs now, if there is anything that no head covers. */
  sign(): void {
    this.#cancel?.()
    this.#cancel = undefined
    this.#soon = false
    const end = this.#end
    if (!end || end.n === this.#signed?.n) return
    const { storage, key, clock } = this.#parts
    const head = { store: storage.storeId, ...end, chain: storage.link(end.seq), at: clock.now() }
    if (this.#keep(head, signHead(head, key))) this.#signed = head
    else this.#cancel = this.#signAfter(AFTER_MS)
  }

  /** Signs what there is, and no more after that. */
  close(): void {
    this.sign()
    this.#cancel?.()
  }

  #signAfter(ms: number): () => void {
    return this.#parts.scheduler.after(ms, () => this.sign())
  }

  /** True when all archives have it. One that refuses is reported once, until it takes one again. */
  #keep(head: AuditHead, line: string): boolean {
    const { archives, report } = this.#parts
    for (const archive of archives) {
      try {
        archive.add(line, head.at)
        this.#troubles.delete(archive)
      } catch (error) {
        if (!this.#troubles.has(archive)) report(error)
        const since = this.#troubles.get(archive)?.since ?? head.at
        this.#troubles.set(archive, {
          archive: archive.name,
          message: error instanceof Error ? error.message : String(error),
          since,
        })
      }
    }
    return this.#troubles.size === 0
  }
}
