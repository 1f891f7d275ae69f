import type { AccessTokenView, IssuedToken, TokenRequest } from '../../security/access/access-token.ts'

export type { AccessTokenView, IssuedToken, TokenRequest } from '../../security/access/access-token.ts'

export interface AccessCommands {
  /** Newest first; expired and revoked ones, too. */
  'access.tokens': (query: Record<string, never>) => readonly AccessTokenView[]
  /** The text is answered this once. Throws E_OPTION, E_DURATION, E_TOKEN_LIMIT. */
  'access.issue': (request: TokenRequest) => IssuedToken
  /** Connections that go on with it end at once. Throws E_NO_TOKEN. */
  'access.revoke': (query: { readonly id: string }) => AccessTokenView
  /** Takes a token that lets nobody in any more off the list. Throws E_NO_TOKEN, E_TOKEN_VALID. */
  'access.forget': (query: { readonly id: string }) => null
}
