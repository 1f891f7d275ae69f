import { sign, verify } from 'node:crypto'
import { z } from 'zod'
import { SrvraError } from '../../core/errors.ts'
import type { BackupKey } from '../seal/backup-key.ts'
import { damaged, otherKey } from '../seal/sealed-object.ts'
import type { Manifest } from './manifest.ts'

const count = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER)
const objectName = z.string().regex(/^[a-z0-9][a-z0-9._-]{0,127}$/)
const part = { name: objectName, bytes: count, sha256: z.string().regex(/^[0-9a-f]{64}$/) }
const chain = z.string().max(100)

const base = z.strictObject({
  id: objectName,
  epoch: count,
  seq: count,
  at: count,
  takenAt: count,
  chain,
  journal: count,
  documents: count,
  bytes: count,
  tookMs: count,
  parts: z.array(z.strictObject(part)),
})

const segment = z.strictObject({
  ...part,
  epoch: count,
  from: count,
  to: count,
  at: count,
  chainBefore: chain,
  chain,
  journal: count,
  contentBytes: count,
  level: count,
  gap: z.boolean(),
})

const schema = z.strictObject({
  format: z.literal(1),
  storeId: z.string().min(1).max(200),
  keyId: z.string().regex(/^[0-9a-f]{16}$/),
  count,
  writtenAt: count,
  lives: z.array(z.strictObject({ epoch: count, since: count })).min(1),
  bases: z.array(base),
  segments: z.array(segment),
})

/** The manifest as it lies at a target: a line of JSON, and a line with its signature. */
export function signManifest(manifest: Manifest, key: BackupKey): Uint8Array {
  const body = JSON.stringify(manifest)
  return Buffer.from(`${body}\n${sign(null, Buffer.from(body), key.signing).toString('base64url')}\n`)
}

/**
 * Reads a manifest and believes nothing of it before the signature holds. Throws E_BACKUP_VERSION for one of a newer format,
 * E_KEY_UNKNOWN when another key signed it, E_BACKUP_INTEGRITY otherwise.
 */
export function readManifest(name: string, bytes: Uint8Array, key: BackupKey): Manifest {
  const [body = '', signature = ''] = Buffer.from(bytes).toString('utf8').split('\n', 2)
  const claimed = claimsOf(body)
  if (typeof claimed.format === 'number' && claimed.format > 1) throw newerFormat(name, claimed.format)
  if (typeof claimed.keyId === 'string' && claimed.keyId !== key.id) throw otherKey(name, claimed.keyId, key)
  if (!verify(null, Buffer.from(body), key.verifying, Buffer.from(signature, 'base64url'))) throw damaged(name)
  const parsed = schema.safeParse(JSON.parse(body))
  if (!parsed.success) throw damaged(name, parsed.error)
  return parsed.data
}

/** What an unproven text says of itself, to find the right words when it cannot be read. */
function claimsOf(body: string): { readonly format?: unknown; readonly keyId?: unknown } {
  try {
    return Object(JSON.parse(body)) as { format?: unknown; keyId?: unknown }
  } catch {
    return {}
  }
}

function newerFormat(name: string, format: number): SrvraError {
  const message = `${name} was written by a newer version (format ${format}, this one knows 1); update this program.`
  return new SrvraError('E_BACKUP_VERSION', message, { object: name, format, known: 1 })
}
