import type { BackupControl } from '../backups/backup-control.ts'
import type { BackupStatus } from '../commands.ts'
import { countOf } from '../bulk/count-sentence.ts'
import type { TaskBoard } from '../tasks/task-board.ts'
import type { MonitoringControl } from './monitoring-control.ts'

export interface NotedParts {
  readonly monitoring: MonitoringControl | undefined
  readonly tasks: TaskBoard
  readonly backups: BackupControl | undefined
  readonly report: (error: unknown) => void
}

/** Marks among the figures what operators do to the whole store: what a chart shows afterwards may come of it. // O-48 */
export class NotedActs {
  readonly #parts: NotedParts
  readonly #stops: readonly (() => void)[]

  constructor(parts: NotedParts) {
    this.#parts = parts
    const { tasks, backups } = parts
    this.#stops = [this.#followRollbacks(tasks), backups?.onStatus((status) => this.#noteRestore(status)) ?? (() => undefined)]
    // A restore in place ends in another life of the engine than the one that began it.
    if (backups) this.#noteRestore(backups.status())
  }

  rulesActivated(version: number, by: string): void {
    this.#note({ kind: 'rules', text: `Merge rules ${version} activated`, by })
  }

  close(): void {
    for (const stop of this.#stops) stop()
  }

  #followRollbacks(tasks: TaskBoard): () => void {
    const noted = new Set<string>()
    return tasks.onChange((views) => {
      const running = new Set(views.map(({ id }) => id))
      for (const id of noted) if (!running.has(id)) noted.delete(id)
      for (const { id, kind, state, outcome } of views) {
        if (kind !== 'rollback' || state !== 'done' || noted.has(id)) continue
        noted.add(id)
        this.#note({ kind: 'rollback', text: outcome ?? 'Rolled back.' })
      }
    })
  }

  #noteRestore({ lastRestore }: BackupStatus): void {
    if (!lastRestore || lastRestore.into.kind !== 'in-place') return
    const { endedAt, seq, counts } = lastRestore
    const changed = countOf(counts.added + counts.changed + counts.removed, 'document')
    this.#note({ kind: 'restore', at: endedAt, text: `Restored to operation ${seq}, ${changed} changed` })
  }

  /** The act is done; that it could not be marked must not fail it. */
  #note(mark: Parameters<MonitoringControl['mark']>[0]): void {
    const { monitoring, report } = this.#parts
    if (!monitoring?.enabled) return
    try {
      monitoring.mark(mark)
    } catch (error) {
      report(error)
    }
  }
}
