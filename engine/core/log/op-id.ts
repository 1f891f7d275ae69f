import type { ChangeSummary } from './change.ts'

/** The operation id of a change made here: it follows from the change itself, so that a store need not keep it. */
export function localOpId(origin: string, seq: number): string {
  return `${origin}-${seq}`
}

/** True when the operation was named elsewhere, so that a store must remember its id. */
export function isForeign(change: ChangeSummary): boolean {
  return change.opId !== localOpId(change.origin, change.seq)
}
