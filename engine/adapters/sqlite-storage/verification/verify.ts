import { SrvraError } from '../../../core/errors.ts'
import type { Progress, VerifyReport } from '../../../ports/storage.ts'
import type { VerificationParts } from './check.ts'
import { DocumentCheck } from './document-check.ts'
import { JournalCheck } from './journal-check.ts'
import { KeyframeCheck } from './keyframe-check.ts'
import { LogCheck } from './log-check.ts'
import { PrefixCheck } from './prefix-check.ts'
import { RecordCheck } from './record-check.ts'
import { Problems } from './problems.ts'

/** L-9: recomputes the chain, every value that the log can still lead to, and all that is derived from the log. */
export function* verify(parts: VerificationParts): Generator<Progress, VerifyReport> {
  const { tables, head } = parts
  const problems = new Problems(parts.file)
  const documents = new DocumentCheck(parts, problems)
  const changes = head.seq - tables.meta.horizon.seq
  const total = changes + 2 * tables.documents.lastId()
  const compactions = parts.compactions()
  let before = 0
  for (const check of [
    new LogCheck(parts, problems),
    documents,
    new PrefixCheck(parts, problems),
    new KeyframeCheck(parts, problems),
    new RecordCheck(parts, problems),
    new JournalCheck(parts, problems),
  ]) {
    let looked: number | undefined = 0
    while (looked !== undefined) {
      parts.admit()
      assertUndisturbed(parts, compactions)
      const done = looked
      if (!problems.attempt(() => (looked = check.step()))) looked = undefined
      if (looked === undefined) before += done
      yield { done: Math.min(total, before + (looked ?? 0)), total }
    }
  }
  return { changes, documents: documents.live, chainHead: head.chain, digest: documents.digest.toString(), problems: problems.list }
}

function assertUndisturbed({ compactions }: VerificationParts, before: number): void {
  if (compactions() === before) return
  throw new SrvraError('E_STORE_BUSY', 'The store was compacted while it was being verified; verify it again.')
}
