import type { DocumentPolicy } from '../core/policy/index.ts'

/** Who is at the other end, as this hub knows it. */
export interface Identity {
  /** The actor of changes that come from there. */
  readonly name: string
  /** Key patterns that may be read and written; absent: all. */
  readonly patterns?: readonly string[]
  /** False: may read and never write. Default true. */
  readonly write?: boolean
  /** What may be done with documents, where roles say it; goes before `patterns` and `write`. */
  readonly policy?: DocumentPolicy
  /** Names what lets them in: when it is taken back, what goes on with it ends. */
  readonly grant?: string
  /** From then on (milliseconds since 1970) it lets nobody in, and what goes on with it ends. */
  readonly expiresAt?: number
}

/** What a replica shows when it says hello. */
export interface Credentials {
  readonly token: string | undefined
  readonly replica: string
  readonly remoteAddress: string
}

/** Tells who somebody is by what they show. */
export interface Authenticator {
  /** Undefined (or a promise of it): nobody we know. Takes as long for a wrong token as for a right one. */
  authenticate(credentials: Credentials): Identity | undefined | Promise<Identity | undefined>
  /** Tells of grants that are taken back. The returned function ends it. */
  onRevoked?(listener: (grant: string) => void): () => void
  /** Tells of grants that allow something else than before: what goes on with them begins anew. */
  onRightsChanged?(listener: (grant: string) => void): () => void
}
