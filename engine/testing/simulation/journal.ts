import type { SrvraStateManager } from '../../state/srvra-state-manager.ts'
import type { StateUpdate, SyncOutcome } from '../../state/state-update.ts'

/** A write and what its author was told of it. */
export interface Submitted {
  readonly key: string
  readonly opId: string
  outcome: SyncOutcome | undefined
  /** Its author was killed before he was told. */
  lost: boolean
}

/** What a replica's user did and saw: which writes, what became of them, and in which order versions were shown. */
export class Journal {
  readonly writes: Submitted[] = []
  /** What was shown out of order: a version that does not follow the one before it. */
  readonly disorder: string[] = []
  /** The greatest number of the user's own count that he was told is written. */
  acknowledgedCount = 0
  /** The greatest number of the user's own count that was written here at all. */
  submittedCount = 0
  readonly #shown = new Map<string, number>()

  submitted({ key, opId, synced, value }: StateUpdate, counts = false): void {
    const write: Submitted = { key, opId, outcome: undefined, lost: false }
    this.writes.push(write)
    if (counts) this.submittedCount = Math.max(this.submittedCount, Number(value))
    void this.#note(write, synced, counts ? Number(value) : 0)
  }

  async #note(write: Submitted, synced: Promise<SyncOutcome>, count: number): Promise<void> {
    const outcome = await synced
    write.outcome = outcome
    if (outcome.outcome === 'committed' || outcome.outcome === 'merged')
      this.acknowledgedCount = Math.max(this.acknowledgedCount, count)
  }

  /** The process was killed: who had not been told will not be. */
  killed(): void {
    for (const write of this.writes) write.lost ||= write.outcome === undefined
  }

  /** Follows what subscribers are told; a new process is told of what comes after its start. */
  follow(state: SrvraStateManager): void {
    state.subscribe('**', (_value, { key, version, previousVersion }) => {
      const before = this.#shown.get(key)
      if (before !== undefined && (version <= before || previousVersion < before))
        this.disorder.push(`${key}: version ${version} on ${previousVersion} was shown after version ${before}`)
      this.#shown.set(key, version)
    })
  }
}
