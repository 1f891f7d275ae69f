import type { Change } from '../core/log/change.ts'
import type { Storage } from '../ports/storage.ts'
import { CommittedUpdate, DURABLE, NEVER } from './committed-update.ts'
import type { SrvraEventBus } from './event-bus.ts'
import { BATCH_COMPLETE, DATA_CHANGE, STATE_UPDATED, VERSION_CHANGE, WRITE_FAILED } from './event-types.ts'
import type { LogRange } from './rollback.ts'
import type { StateUpdate } from './state-update.ts'
import type { Subscribers } from './subscribers.ts'
import type { Commit } from './write-path.ts'

/** What a state manager tells, to whom, in which order: subscribers first, then handlers, change by change (S-13). */
export class Notifications {
  readonly #bus: SrvraEventBus
  readonly #subscribers: Subscribers
  readonly #versioning: boolean

  /** Without versioning, new versions are no news: `version-change` is left out. */
  constructor(bus: SrvraEventBus, subscribers: Subscribers, versioning: boolean) {
    this.#bus = bus
    this.#subscribers = subscribers
    this.#versioning = versioning
  }

  /** Tells about a change, now or after what is being delivered. */
  tell(update: StateUpdate): void {
    this.#bus.delivery.push(() => this.#tellOne(update))
  }

  /** Tells about the changes of a batch and its end. */
  tellBatch({ changed, durable }: Commit): void {
    const first = changed[0]
    const last = changed.at(-1)
    if (!first || !last) return
    this.#bus.delivery.push(() => {
      for (const update of changed) this.#tellOne(update)
      this.#complete({ fromSeq: first.seq, toSeq: last.seq }, last.at, false, durable)
    })
  }

  /** Tells about a commit of single changes and batches, each as what it is. */
  tellParts(commit: Commit): void {
    for (const part of partsOf(commit)) {
      if (part.changed[0]?.batch !== undefined) this.tellBatch(part)
      else for (const update of part.changed) this.tell(update)
    }
  }

  /** S-16: subscribers hear of each change of a bulk from the log; handlers of the bulk as a whole. */
  tellBulk(storage: Storage, range: LogRange): void {
    this.#bus.delivery.push(() => {
      if (this.#subscribers.size > 0) this.#tellFromLog(storage, range)
      this.#complete(range, storage.head().at, true, DURABLE)
    })
  }

  tellWriteFailed(changes: readonly Change[], error: unknown): void {
    this.#bus.emit(WRITE_FAILED, { keys: changes.map(({ key }) => key), error })
  }

  #tellOne(update: StateUpdate): void {
    this.#subscribers.notify(update)
    const { at } = update
    if (update.value !== update.previousValue) this.#bus.announce(DATA_CHANGE, update, at)
    this.#bus.announce(STATE_UPDATED, update, at)
    // An update says all that a new version's event has to say.
    if (this.#versioning) this.#bus.announce(VERSION_CHANGE, update, at)
  }

  #complete(range: LogRange, at: number, bulk: boolean, durable: Promise<void>): void {
    this.#bus.announce(BATCH_COMPLETE, { ...range, changes: range.toSeq - range.fromSeq + 1, bulk, durable }, at)
  }

  #tellFromLog(storage: Storage, range: LogRange): void {
    let after = range.fromSeq - 1
    while (after < range.toSeq) {
      const page = storage.changes({ after, limit: Math.min(500, range.toSeq - after) })
      if (page.length === 0) return
      for (const change of page) {
        if (!this.#subscribers.wants(change.key)) continue
        const before = storage.readVersion(change.key, change.baseVersion) ?? NEVER
        this.#subscribers.notify(new CommittedUpdate(change, before, true, DURABLE))
      }
      after = page.at(-1)?.seq ?? range.toSeq
    }
  }
}

/** Commits tell single changes apart from the batches that came with them. */
function partsOf(commit: Commit): readonly Commit[] {
  const parts: { batch: number | undefined; changed: CommittedUpdate[] }[] = []
  for (const update of commit.changed) {
    const last = parts.at(-1)
    if (last && last.batch === update.batch) last.changed.push(update)
    else parts.push({ batch: update.batch, changed: [update] })
  }
  return parts.map(({ changed }) => ({ updates: changed, changed, durable: commit.durable }))
}
