import { contentHash } from '../json/content-hash.ts'
import type { Hash } from '../json/content-hash.ts'
import type { Change, ChangeKind, ChangeSummary } from './change.ts'

/** The operation id of a change made here: it follows from the change itself, so that a store need not keep it. */
export function localOpId(origin: string, seq: number): string {
  return `${origin}-${seq}`
}

/** True when the operation was named elsewhere, so that a store must remember its id. */
export function isForeign({ opId, seq }: ChangeSummary, storeId: string): boolean {
  return opId !== localOpId(storeId, seq)
}

/** The position that an id made at `origin` stands for; undefined when it was made elsewhere. */
export function localSeq(origin: string, opId: string): number | undefined {
  if (!opId.startsWith(`${origin}-`)) return undefined
  const digits = opId.slice(origin.length + 1)
  return /^[1-9]\d{0,15}$/.test(digits) ? Number(digits) : undefined
}

/** What is remembered of an operation. */
export function traceOf(change: Change, hash: Hash): OperationSummary {
  const { seq, key, version, kind, value } = change
  return { seq, key, version, kind, hash: value === undefined ? undefined : contentHash(value, hash) }
}

interface OperationSummary {
  readonly seq: number
  readonly key: string
  readonly version: number
  readonly kind: ChangeKind
  readonly hash: string | undefined
}
