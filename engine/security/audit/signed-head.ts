import { createHash, sign, verify } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import { z } from 'zod'

/** How the trail and the log stood at an instant. Signed, it says so for ever. */
export interface AuditHead {
  readonly store: string
  readonly epoch: number
  /** The newest entry of the trail, and its link. */
  readonly n: number
  readonly link: string
  /** The last change of the log that the trail vouched for, and the log's own link there. */
  readonly seq: number
  readonly chain: string
  /** Milliseconds since 1970. */
  readonly at: number
}

/** A head out of an archive, or why it is none. */
export type ReadHead = { readonly head: AuditHead } | { readonly problem: 'HEAD_FORGED' | 'HEAD_UNREADABLE' | 'HEAD_OTHER_KEY' }

const count = z.number().int().min(0)
const schema = z.strictObject({
  key: z.string(),
  store: z.string().min(1).max(200),
  epoch: count,
  n: count,
  link: z.string().max(100),
  seq: count,
  chain: z.string().max(100),
  at: count,
})

/** Names a key in heads and messages; says nothing about it. 16 hexadecimal digits. */
export function keyIdOf(publicKey: KeyObject): string {
  return createHash('sha256')
    .update(publicKey.export({ format: 'der', type: 'spki' }))
    .digest('hex')
    .slice(0, 16)
}

/** One line: the head as JSON, a space, and the Ed25519 signature of exactly these bytes in base64url. */
export function signHead(head: AuditHead, key: { readonly id: string; readonly signing: KeyObject }): string {
  const { store, epoch, n, link, seq, chain, at } = head
  const body = JSON.stringify({ key: key.id, store, epoch, n, link, seq, chain, at })
  return `${body} ${sign(null, Buffer.from(body), key.signing).toString('base64url')}`
}

/** Believes nothing of a line before its signature holds. */
export function readHead(line: string, publicKey: KeyObject): ReadHead {
  const end = line.lastIndexOf(' ')
  const body = line.slice(0, Math.max(end, 0))
  const parsed = schema.safeParse(parsedOrNothing(body))
  if (!parsed.success) return { problem: 'HEAD_UNREADABLE' }
  const { key, ...head } = parsed.data
  if (key !== keyIdOf(publicKey)) return { problem: 'HEAD_OTHER_KEY' }
  const signature = Buffer.from(line.slice(end + 1), 'base64url')
  return verify(null, Buffer.from(body), publicKey, signature) ? { head } : { problem: 'HEAD_FORGED' }
}

function parsedOrNothing(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
