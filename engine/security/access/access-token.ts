import type { Identity } from '../../ports/authenticator.ts'
import type { RoleDesk } from '../roles/role-desk.ts'

/** What was given to somebody once and is known by its hash alone. */
export interface AccessToken {
  /** The public part of the token's text: it may be shown. */
  readonly id: string
  /** Who shows it: the actor of what is written with it. */
  readonly name: string
  /** SHA-256 of the secret part, base64url. */
  readonly hash: string
  /** Key patterns that may be read and written; absent: all. */
  readonly patterns?: readonly string[]
  /** False: may read and never write. */
  readonly write: boolean
  /** What it allows instead of patterns and `write`: what the role says at any time. */
  readonly role?: string
  /** Milliseconds since 1970, as all instants here. */
  readonly createdAt: number
  readonly createdBy: string
  /** From then on it lets nobody in; absent: never. */
  readonly expiresAt?: number
  readonly revokedAt?: number
  readonly revokedBy?: string
  /** When and from where it was shown last, to the minute. */
  readonly usedAt?: number
  readonly usedFrom?: string
}

/** A token as it is shown: everything but its hash. */
export type AccessTokenView = Omit<AccessToken, 'hash'> & { readonly state: 'valid' | 'expired' | 'revoked' }

/** A new token with its text, which is told this once and never again. */
export interface IssuedToken {
  readonly token: AccessTokenView
  readonly text: string
}

/** What somebody is to be let do. */
export interface TokenRequest {
  readonly name: string
  readonly patterns?: readonly string[]
  /** Default true. */
  readonly write?: boolean
  /** A role that says what it allows, now and later; goes without `patterns` and `write`. */
  readonly role?: string
  /** How long it is good for, such as `90days`; absent: until it is revoked. */
  readonly expires?: string
}

export function viewOf({ hash: _hash, ...token }: AccessToken, now: number): AccessTokenView {
  return { ...token, state: stateOf(token, now) }
}

export function stateOf(
  { revokedAt, expiresAt }: Pick<AccessToken, 'revokedAt' | 'expiresAt'>,
  now: number,
): AccessTokenView['state'] {
  if (revokedAt !== undefined) return 'revoked'
  return expiresAt !== undefined && now >= expiresAt ? 'expired' : 'valid'
}

export function identityOf({ id, name, patterns, write, role, expiresAt }: AccessToken, roles: RoleDesk): Identity {
  return {
    name,
    grant: id,
    write,
    ...(patterns === undefined ? {} : { patterns }),
    ...(role === undefined ? {} : { policy: roles.documentsOf(role) }),
    ...(expiresAt === undefined ? {} : { expiresAt }),
  }
}
