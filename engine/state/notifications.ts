import type { Change } from '../core/log/change.ts'
import type { Storage } from '../ports/storage.ts'
import { CommittedUpdate, NEVER } from './committed-update.ts'
import type { SrvraEventBus } from './event-bus.ts'
import { BATCH_COMPLETE, DATA_CHANGE, STATE_UPDATED, VERSION_CHANGE, WRITE_FAILED } from './event-types.ts'
import type { LogRange } from './rollback.ts'
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

  /** Tells about a commit, now or after what is being delivered. */
  tell(commit: Commit, batch: boolean): void {
    if (commit.changed.length > 0) this.#bus.delivery.push({ deliver: () => this.#tellAll(commit, batch) })
  }

  /** S-16: subscribers hear of each change of a bulk from the log; handlers of the bulk as a whole. */
  tellBulk(storage: Storage, range: LogRange): void {
    this.#bus.delivery.push({
      deliver: () => {
        if (this.#subscribers.size > 0) this.#tellFromLog(storage, range)
        this.#complete(range, true, Promise.resolve())
      },
    })
  }

  tellWriteFailed(changes: readonly Change[], error: unknown): void {
    this.#bus.emit(WRITE_FAILED, { keys: changes.map(({ key }) => key), error })
  }

  #tellAll(commit: Commit, batch: boolean): void {
    for (const update of commit.changed) this.#tellOne(update)
    const from = commit.changed[0]?.seq
    const to = commit.changed.at(-1)?.seq
    if (batch && from !== undefined && to !== undefined) this.#complete({ fromSeq: from, toSeq: to }, false, commit.durable)
  }

  #tellOne(update: CommittedUpdate): void {
    this.#subscribers.notify(update)
    if (update.value !== update.previousValue) this.#bus.announce(DATA_CHANGE, update)
    this.#bus.announce(STATE_UPDATED, update)
    if (!this.#versioning) return
    const { key, previousVersion, version, seq } = update
    this.#bus.announce(VERSION_CHANGE, { key, previousVersion, version, seq })
  }

  #complete(range: LogRange, bulk: boolean, durable: Promise<void>): void {
    this.#bus.announce(BATCH_COMPLETE, { ...range, changes: range.toSeq - range.fromSeq + 1, bulk, durable })
  }

  #tellFromLog(storage: Storage, range: LogRange): void {
    let after = range.fromSeq - 1
    while (after < range.toSeq) {
      const page = storage.changes({ after, limit: Math.min(500, range.toSeq - after) })
      if (page.length === 0) return
      for (const change of page) {
        if (!this.#subscribers.wants(change.key)) continue
        const before = storage.readVersion(change.key, change.baseVersion) ?? NEVER
        this.#subscribers.notify(new CommittedUpdate(change, before, true, Promise.resolve()))
      }
      after = page.at(-1)?.seq ?? range.toSeq
    }
  }
}
