import { createHash, timingSafeEqual } from 'node:crypto'

/** What a token's text consists of: `srvra_`, the id, a dot, the secret. One look tells what it is, also to a scanner of leaked secrets. */
export interface TokenText {
  readonly id: string
  readonly secret: string
}

const FORM = /^srvra_([\w-]{12})\.([\w-]{43})$/

export function printToken({ id, secret }: TokenText): string {
  return `srvra_${id}.${secret}`
}

export function parseToken(text: string): TokenText | undefined {
  const [, id, secret] = FORM.exec(text) ?? []
  return id === undefined || secret === undefined ? undefined : { id, secret }
}

/** The secret has 256 bits of chance: nobody guesses it, so that a fast hash keeps it as well as a slow one. */
export function hashSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('base64url')
}

/** Takes as long for a wrong secret as for a right one. */
export function isSecret(secret: string, hash: string): boolean {
  const [shown, known] = [Buffer.from(hashSecret(secret)), Buffer.from(hash)]
  return shown.length === known.length && timingSafeEqual(shown, known)
}
