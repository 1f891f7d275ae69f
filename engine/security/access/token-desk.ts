import { SrvraError } from '../../core/errors.ts'
import { durationMs } from '../../core/duration.ts'
import type { JsonValue } from '../../core/json/index.ts'
import type { Authenticator, Credentials, Identity } from '../../ports/authenticator.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Random } from '../../ports/random.ts'
import type { Storage } from '../../ports/storage.ts'
import type { RoleDesk } from '../roles/role-desk.ts'
import { identityOf, stateOf, viewOf } from './access-token.ts'
import type { AccessToken, AccessTokenView, IssuedToken, TokenRequest } from './access-token.ts'
import { hashSecret, isSecret, parseToken, printToken } from './token-text.ts'

export interface TokenDeskParts {
  readonly storage: Storage
  readonly clock: Clock
  readonly random: Random
  readonly roles: RoleDesk
}

const TOKENS = 'access.tokens'
const PAGE = 500
/** More than a fleet of one token each needs; revoked and expired ones count. */
const MOST = 10_000
/** That a token was used is written down so often at most. */
const USE_MS = 60_000
const MOST_PATTERNS = 100
const LONGEST_PATTERN = 2048
/** Compared with when a token is unknown, so that time does not tell. */
const NOBODY = hashSecret('nobody')

/** Issues tokens, knows whoever shows one, and takes them back. Texts are told once; the store has their hashes. */
export class TokenDesk implements Authenticator {
  readonly #parts: TokenDeskParts
  readonly #tokens = new Map<string, AccessToken>()
  readonly #listeners = new Set<(grant: string) => void>()
  readonly #rightsListeners = new Set<(grant: string) => void>()

  constructor(parts: TokenDeskParts) {
    this.#parts = parts
    for (let after: string | undefined; ;) {
      const page = parts.storage.records(TOKENS, after === undefined ? { limit: PAGE } : { after, limit: PAGE })
      for (const { id, value } of page) this.#tokens.set(id, value as unknown as AccessToken)
      after = page.at(-1)?.id
      if (page.length < PAGE) break
    }
    parts.roles.usedBy((role) => this.#withRole((token) => token.role === role)[0]?.name)
    parts.roles.onChanged(() => this.#tellRights())
  }

  /** Newest first. */
  list(): readonly AccessTokenView[] {
    const now = this.#parts.clock.now()
    return [...this.#tokens.values()].map((token) => viewOf(token, now)).toSorted((a, b) => b.createdAt - a.createdAt)
  }

  /** True while no token was ever issued: then nobody is asked for one by this desk. */
  get unused(): boolean {
    return this.#tokens.size === 0
  }

  /** Makes a token. Throws E_OPTION with the path of what is wrong, E_NO_ROLE, E_DURATION, E_TOKEN_LIMIT. */
  issue({ name, patterns, write = true, role, expires }: TokenRequest, by: string): IssuedToken {
    if (this.#tokens.size >= MOST)
      throw new SrvraError('E_TOKEN_LIMIT', `There are ${MOST} tokens already; forget revoked ones first.`, { limit: MOST })
    const { clock, random, roles } = this.#parts
    if (role !== undefined) admitOnlyRole(roles, role, patterns === undefined && write)
    const now = clock.now()
    const [id, secret] = [random.token(9), random.token(32)]
    const token: AccessToken = {
      id,
      name: admitName(name),
      hash: hashSecret(secret),
      write,
      createdAt: now,
      createdBy: by,
      ...(patterns === undefined ? {} : { patterns: admitPatterns(patterns) }),
      ...(role === undefined ? {} : { role }),
      ...(expires === undefined ? {} : { expiresAt: now + durationMs(expires) }),
    }
    this.#keep(token)
    return { token: viewOf(token, now), text: printToken({ id, secret }) }
  }

  /** Takes a token back, and ends what goes on with it. Throws E_NO_TOKEN; revoking again changes nothing. */
  revoke(id: string, by: string): AccessTokenView {
    const token = this.#of(id)
    const now = this.#parts.clock.now()
    if (token.revokedAt !== undefined) return viewOf(token, now)
    const revoked = { ...token, revokedAt: now, revokedBy: by }
    this.#keep(revoked)
    for (const listener of this.#listeners) listener(id)
    return viewOf(revoked, now)
  }

  /** Forgets a token that lets nobody in any more. Throws E_NO_TOKEN, E_TOKEN_VALID. */
  forget(id: string): void {
    const token = this.#of(id)
    if (stateOf(token, this.#parts.clock.now()) === 'valid')
      throw new SrvraError('E_TOKEN_VALID', `The token of ${token.name} still lets somebody in; revoke it first.`, { id })
    void this.#parts.storage.append([], [{ collection: TOKENS, id, value: undefined }])
    this.#tokens.delete(id)
  }

  authenticate({ token: text, remoteAddress }: Credentials): Identity | undefined {
    const shown = parseToken(text ?? '')
    const token = shown && this.#tokens.get(shown.id)
    const right = isSecret(shown?.secret ?? '', token?.hash ?? NOBODY)
    if (!token || !right || stateOf(token, this.#parts.clock.now()) !== 'valid') return undefined
    this.#use(token, remoteAddress)
    return identityOf(token, this.#parts.roles)
  }

  onRevoked(listener: (grant: string) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  onRightsChanged(listener: (grant: string) => void): () => void {
    this.#rightsListeners.add(listener)
    return () => this.#rightsListeners.delete(listener)
  }

  #withRole(which: (token: AccessToken) => boolean): readonly AccessToken[] {
    const now = this.#parts.clock.now()
    return [...this.#tokens.values()].filter((token) => which(token) && stateOf(token, now) === 'valid')
  }

  #tellRights(): void {
    for (const { id } of this.#withRole(({ role }) => role !== undefined))
      for (const listener of this.#rightsListeners) listener(id)
  }

  #of(id: string): AccessToken {
    const token = this.#tokens.get(id)
    if (token) return token
    throw new SrvraError('E_NO_TOKEN', `There is no token '${id.slice(0, 40)}'.`, { id: id.slice(0, 40) })
  }

  /** Nobody is kept out because it cannot be written down that he came. */
  #use(token: AccessToken, usedFrom: string): void {
    const usedAt = this.#parts.clock.now()
    if (token.usedAt !== undefined && usedAt - token.usedAt < USE_MS) return
    const used = { ...token, usedAt, usedFrom: usedFrom.slice(0, 100) }
    this.#tokens.set(token.id, used)
    try {
      this.#keep(used)
    } catch (error) {
      if (!(error instanceof SrvraError)) throw error
    }
  }

  #keep(token: AccessToken): void {
    void this.#parts.storage.append([], [{ collection: TOKENS, id: token.id, value: token as unknown as JsonValue }])
    this.#tokens.set(token.id, token)
  }
}

function admitOnlyRole(roles: RoleDesk, role: string, alone: boolean): void {
  if (!alone)
    throw new SrvraError('E_OPTION', 'A token has a role, or patterns and whether it may write: not both.', { path: 'role' })
  roles.requireAll([role])
}

function admitPatterns(patterns: readonly string[]): readonly string[] {
  if (patterns.length === 0 || patterns.length > MOST_PATTERNS)
    throw new SrvraError('E_OPTION', `A token is for 1 to ${MOST_PATTERNS} key patterns, or for all keys.`, { path: 'patterns' })
  const odd = patterns.findIndex((pattern) => pattern === '' || pattern.length > LONGEST_PATTERN || !pattern.isWellFormed())
  if (odd >= 0)
    throw new SrvraError('E_OPTION', `A key pattern has 1 to ${LONGEST_PATTERN} characters of well-formed text.`, {
      path: `patterns.${odd}`,
    })
  return [...patterns]
}

function admitName(name: string): string {
  const trimmed = name.trim()
  if (trimmed !== '' && trimmed.length <= 200 && trimmed.isWellFormed() && !/\p{Cc}/u.test(trimmed)) return trimmed
  throw new SrvraError('E_OPTION', 'A token needs the name of who will show it: 1 to 200 characters, none that steer.', {
    path: 'name',
  })
}
