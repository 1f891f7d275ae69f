import type { KeyObject } from 'node:crypto'
import type { Hash } from '../../core/json/index.ts'
import type { Progress, Storage } from '../../ports/storage.ts'
import { ENTRIES, linkedEntry, linkOf } from './audit-entry.ts'
import type { LinkedEntry } from './audit-entry.ts'
import { ChangeCoverage } from './change-coverage.ts'
import { HeadCheck } from './head-check.ts'
import type { TrailRestore } from './head-check.ts'
import { Problems } from './problems.ts'
import type { AuditProblem } from './problems.ts'
import { readEnd, readStart } from './trail-ends.ts'

export interface VerifyTrailParts {
  readonly storage: Storage
  readonly hash: Hash
  /** The public half of the key that signs heads. */
  readonly publicKey: KeyObject
  /** Lines of signed heads, of every archive that there is. */
  readonly heads: Iterable<string>
}

/** What a verification found. The trail is whole when there are no problems. */
export interface AuditReport {
  readonly entries: number
  /** The oldest and the newest entry that are there; 0 when there is none. */
  readonly first: number
  readonly last: number
  /** Heads that were signed with this key. */
  readonly heads: number
  /** The newest entry that a signed head vouches for; what comes after it could still be cut off unseen. */
  readonly signedThrough: number
  readonly signedAt: number | undefined
  /** Restores of the store, oldest first: each ended what the trail said after it. */
  readonly restores: readonly TrailRestore[]
  /** The first ones; `problemCount` says how many there are. */
  readonly problems: readonly AuditProblem[]
  readonly problemCount: number
}

const PAGE = 500

/**
 * Goes over the whole trail: every link is computed again, every signed head must lie on it, every change of the log must be
 * vouched for by exactly one entry that says what the log says. Needs no secret. // A-5, A-6, A-7
 */
export function* verifyTrail({ storage, hash, publicKey, heads }: VerifyTrailParts): Generator<Progress, AuditReport> {
  const start = readStart(storage, hash)
  const end = readEnd(storage, hash)
  const problems = new Problems()
  const signed = new HeadCheck({ storage, publicKey, problems }, heads, start)
  const coverage = new ChangeCoverage(storage, problems)
  let previous = { n: start.n, link: start.link }
  let entries = 0
  let first = 0
  for (let after = ''; ;) {
    const page = storage.records(ENTRIES, { after, limit: PAGE })
    const last = page.at(-1)
    if (!last) break
    after = last.id
    for (const record of page) {
      const entry = linkedEntry(record)
      first ||= entry.n
      checkLink(entry, previous, hash, problems)
      signed.pass(entry)
      coverage.pass(entry)
      previous = { n: entry.n, link: entry.link }
      entries++
    }
    yield { done: previous.n - start.n, total: Math.max(end.n - start.n, entries) }
  }
  if (previous.n < end.n) problems.add({ code: 'ENTRIES_MISSING', n: previous.n + 1, message: missing(previous.n + 1, end.n) })
  coverage.finish()
  const { count, through, at, restores } = signed.finish(previous.n)
  return {
    entries,
    first,
    last: previous.n,
    heads: count,
    signedThrough: through,
    signedAt: at,
    restores,
    problems: problems.first,
    problemCount: problems.count,
  }
}

function checkLink(
  linked: LinkedEntry,
  previous: { readonly n: number; readonly link: string },
  hash: Hash,
  problems: Problems,
): void {
  const { link, ...entry } = linked
  if (entry.n !== previous.n + 1) {
    const message =
      entry.n > previous.n ? missing(previous.n + 1, entry.n - 1) : `Entry ${entry.n} stands after entry ${previous.n}.`
    problems.add({ code: 'ENTRIES_MISSING', n: previous.n + 1, message })
    return
  }
  if (linkOf(previous.link, entry, hash) === link) return
  const message = `Entry ${entry.n} is not the one that was written, or one before it was taken away: its link does not follow.`
  problems.add({ code: 'ENTRY_ALTERED', n: entry.n, message })
}

function missing(from: number, to: number): string {
  return from >= to ? `Entry ${from} is missing.` : `The entries ${from} to ${to} are missing.`
}
