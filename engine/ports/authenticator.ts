/** Who is at the other end, as this hub knows it. */
export interface Identity {
  /** The actor of changes that come from there. */
  readonly name: string
  /** Key patterns that may be read and written; absent: all. */
  readonly patterns?: readonly string[]
  /** False: may read and never write. Default true. */
  readonly write?: boolean
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
}
