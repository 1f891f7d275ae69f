import type { AuditEntryView, AuditSearch, Failure } from '../../shared/contract.ts'
import { call } from '../client.ts'

const PAGE = 200
/** One step looks at a bounded stretch of the trail; so many of them are taken before the operator is asked to go on. */
const STEPS = 20

export interface ReadTrail {
  readonly entries: readonly AuditEntryView[]
  /** Where older entries begin; undefined when there are none. */
  readonly next: number | undefined
  readonly failure: Failure | undefined
}

/** Takes steps back until a page is full, the trail is at its beginning, nobody wants to know any more, or that takes long. */
export async function readTrail(filter: AuditSearch, before: number | undefined, wanted: () => boolean): Promise<ReadTrail> {
  const entries: AuditEntryView[] = []
  let next = before
  for (let step = 0; step < STEPS && entries.length < PAGE; step++) {
    const limit = PAGE - entries.length
    const answer = await call('audit.list', { filter, limit, ...(next === undefined ? {} : { before: next }) })
    if (!answer.ok) return { entries, next, failure: answer.error }
    entries.push(...answer.value.entries)
    ;({ next } = answer.value)
    if (next === undefined || !wanted()) break
  }
  return { entries, next, failure: undefined }
}
