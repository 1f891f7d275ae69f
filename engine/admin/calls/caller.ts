import type { Access, DocumentPolicy } from '../../core/policy/index.ts'

export type { Access } from '../../core/policy/index.ts'

/** Who asks. Every surface (console, command line, remote administration) brings one. */
export interface Caller {
  /** The name that changes carry as their actor. */
  readonly actor: string
  readonly access: readonly Access[]
  /** Which documents may be read and written, and what is hidden in them; absent: all, and nothing. */
  readonly policy?: DocumentPolicy
  /** Where the call comes from, such as `console`: what the audit says of it. */
  readonly surface?: string
}

/** What a write of theirs carries. */
export function authorOf({ actor, policy }: Caller): { readonly actor: string; readonly policy?: DocumentPolicy } {
  return policy === undefined ? { actor } : { actor, policy }
}
