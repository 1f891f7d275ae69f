import { createHash, timingSafeEqual } from 'node:crypto'
import type { Authenticator, Identity } from '../ports/authenticator.ts'

/** Knows people by tokens that were agreed on before. Looks at all of them, whichever fits, so that time tells nothing. */
export function staticTokens(tokens: Readonly<Record<string, Identity>>): Authenticator {
  const known = Object.entries(tokens).map(([token, identity]) => ({ digest: digestOf(token), identity }))
  return {
    authenticate: ({ token }) => {
      const shown = digestOf(token ?? '')
      let found: Identity | undefined
      for (const { digest, identity } of known) if (timingSafeEqual(digest, shown)) found = identity
      return token === undefined ? undefined : found
    },
  }
}

/** Lets everybody in, under one name: for a hub that only its own machine can reach. */
export function anybody(identity: Identity): Authenticator {
  return { authenticate: () => identity }
}

/** Digests have one length, so comparing them takes one time. */
function digestOf(token: string): Buffer {
  return createHash('sha256').update(token).digest()
}
