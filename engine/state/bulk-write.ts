import { SrvraError } from '../core/errors.ts'
import type { Change } from '../core/log/change.ts'
import type { BulkAppend, LogPosition } from '../ports/storage.ts'
import type { AuditedCommit, ChangeAuditor } from './change-auditor.ts'
import type { ChangeStamper } from './change-stamper.ts'
import type { Before } from './committed-update.ts'
import { draftChange } from './draft-change.ts'
import type { DraftContext } from './draft-change.ts'
import type { LogRange } from './rollback.ts'
import type { Accompaniment, WriteCompanion } from './write-companion.ts'
import type { BatchOperation, BatchOptions } from './write-options.ts'

/** How many documents a bulk, or a slice of it, brought to life, changed (deleted ones too), and left as they were. */
export interface BulkCounts {
  readonly created: number
  readonly changed: number
  readonly unchanged: number
}

export interface BulkReport extends BulkCounts {
  /** The range of the log that the bulk takes; absent when nothing was written. */
  readonly range?: LogRange
}

export interface BulkParts {
  readonly target: BulkAppend
  readonly head: LogPosition
  readonly stamper: ChangeStamper
  readonly context: DraftContext
  readonly before: (key: string) => Before
  readonly options: BatchOptions
  readonly companion: WriteCompanion | undefined
  readonly auditor: ChangeAuditor | undefined
  readonly onCommit: (report: BulkReport) => void
}

/**
 * One atomic batch too large to hold in memory, written in slices; other work may run between them and sees nothing of it
 * until the commit. Each key occurs once. Other writes are refused with E_STORE_BUSY until it is committed or abandoned.
 */
export class BulkWrite {
  readonly #parts: BulkParts
  readonly #company: Accompaniment[] = []
  #head: LogPosition
  #first: Change | undefined
  #last: Change | undefined
  #counts: BulkCounts = { created: 0, changed: 0, unchanged: 0 }
  #state: 'open' | 'committed' | 'abandoned' = 'open'

  constructor(parts: BulkParts) {
    this.#parts = parts
    this.#head = parts.head
  }

  /** Adds a slice. After an error the bulk is abandoned: all of it or none. */
  write(operations: readonly BatchOperation[]): BulkCounts {
    this.#assertOpen()
    try {
      return this.#write(operations)
    } catch (error) {
      this.abandon()
      throw error
    }
  }

  /** Makes everything that was written visible and durable at once. */
  commit(): BulkReport {
    this.#assertOpen()
    const { target, head, onCommit } = this.#parts
    let audited: AuditedCommit | undefined
    try {
      audited = this.#audit()
      if (audited) target.add([], audited.records)
      target.commit()
    } catch (error) {
      this.abandon()
      throw error
    }
    this.#state = 'committed'
    for (const company of this.#company) company.committed()
    audited?.committed()
    const range = this.#head.seq === head.seq ? undefined : { fromSeq: head.seq + 1, toSeq: this.#head.seq }
    const report = { ...this.#counts, ...(range ? { range } : {}) }
    onCommit(report)
    return report
  }

  /** Lets go of everything. Does nothing once the bulk is over. */
  abandon(): void {
    if (this.#state !== 'open') return
    this.#state = 'abandoned'
    this.#parts.target.abandon()
  }

  #write(operations: readonly BatchOperation[]): BulkCounts {
    const { target, head, stamper, context, before, options, companion } = this.#parts
    const drafts = operations.flatMap((operation) => draftChange(operation, before(operation.key), options, context) ?? [])
    const changes = stamper.stampAll(drafts, this.#head, options, head.seq + 1)
    if (changes.length > 0) {
      const befores = drafts.map((draft) => draft.before)
      const company = companion?.prepare(changes, befores, 'bulk')
      target.add(changes, company?.records)
      if (company) this.#company.push(company)
    }
    this.#first ??= changes[0]
    this.#last = changes.at(-1) ?? this.#last
    this.#head = this.#last ?? this.#head
    const created = drafts.filter((draft) => draft.before.value === undefined).length
    const counts = { created, changed: changes.length - created, unchanged: operations.length - changes.length }
    this.#counts = sum(this.#counts, counts)
    return counts
  }

  #audit(): AuditedCommit | undefined {
    return this.#first && this.#last && this.#parts.auditor?.ofBulk(this.#first, this.#last)
  }

  #assertOpen(): void {
    if (this.#state === 'open') return
    throw new SrvraError('E_BULK_OVER', `This bulk write was ${this.#state}; begin another one.`, { state: this.#state })
  }
}

function sum(a: BulkCounts, b: BulkCounts): BulkCounts {
  return { created: a.created + b.created, changed: a.changed + b.changed, unchanged: a.unchanged + b.unchanged }
}
