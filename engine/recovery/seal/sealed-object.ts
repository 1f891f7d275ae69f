import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { promisify } from 'node:util'
import { deflateRaw, inflateRaw } from 'node:zlib'
import { SrvraError } from '../../core/errors.ts'
import type { BackupKey } from './backup-key.ts'

/**
 * An object of a backup: a header, then the content, deflated and sealed by AES-256-GCM. The object's name and its header
 * are sealed with it, so that nothing can be put in another's place.
 *
 *     8  magic 'SRVRBAK1'    8  id of the key    4  length of the content, big-endian    12  nonce    ..  sealed    16  tag
 */
const MAGIC = Buffer.from('SRVRBAK1', 'latin1')
const KEY_AT = 8
const LENGTH_AT = 16
const NONCE_AT = 20
const SEALED_AT = 32
const TAG_BYTES = 16
/** As much as one object may hold: what is in memory at once. */
const LARGEST_CONTENT = 24 * 1024 * 1024

const deflate = promisify(deflateRaw)
const inflate = promisify(inflateRaw)

/** Compresses and seals content under a name. */
export async function sealObject(name: string, content: Uint8Array, key: BackupKey): Promise<Uint8Array> {
  if (content.length > LARGEST_CONTENT) throw new Error(`an object of ${content.length} bytes is too large to be sealed`)
  const header = Buffer.alloc(SEALED_AT)
  MAGIC.copy(header)
  header.write(key.id, KEY_AT, 'hex')
  header.writeUInt32BE(content.length, LENGTH_AT)
  randomBytes(SEALED_AT - NONCE_AT).copy(header, NONCE_AT)
  const cipher = createCipheriv('aes-256-gcm', key.encryption, header.subarray(NONCE_AT))
  cipher.setAAD(boundTo(name, header))
  const sealed = cipher.update(await deflate(content, { level: 1 }))
  return Buffer.concat([header, sealed, cipher.final(), cipher.getAuthTag()])
}

/**
 * Opens a sealed object. Throws E_KEY_UNKNOWN when another key sealed it and E_BACKUP_INTEGRITY for anything that is not as
 * it was sealed under that name.
 */
export async function openObject(name: string, bytes: Uint8Array, key: BackupKey): Promise<Buffer> {
  const object = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (object.length < SEALED_AT + TAG_BYTES || !object.subarray(0, KEY_AT).equals(MAGIC)) throw damaged(name)
  const keyId = object.toString('hex', KEY_AT, LENGTH_AT)
  if (keyId !== key.id) throw otherKey(name, keyId, key)
  const length = object.readUInt32BE(LENGTH_AT)
  if (length > LARGEST_CONTENT) throw damaged(name)
  const header = object.subarray(0, SEALED_AT)
  const decipher = createDecipheriv('aes-256-gcm', key.encryption, header.subarray(NONCE_AT))
  decipher.setAAD(boundTo(name, header))
  decipher.setAuthTag(object.subarray(object.length - TAG_BYTES))
  try {
    const opened = decipher.update(object.subarray(SEALED_AT, object.length - TAG_BYTES))
    decipher.final()
    // Only what we sealed ourselves comes this far; its length was sealed with it, and no more than that is inflated.
    const content = await inflate(opened, { maxOutputLength: Math.max(1, length) })
    if (content.length !== length) throw damaged(name)
    return content
  } catch (error) {
    throw error instanceof SrvraError ? error : damaged(name, error)
  }
}

function boundTo(name: string, header: Buffer): Buffer {
  return Buffer.concat([header.subarray(0, NONCE_AT), Buffer.from(name, 'utf8')])
}

export function damaged(name: string, cause?: unknown): SrvraError {
  const message = `The backup object ${name} is not the one that was written: restore from another target, or to a point before it.`
  return new SrvraError('E_BACKUP_INTEGRITY', message, { object: name }, { cause })
}

export function otherKey(name: string, keyId: string, key: BackupKey): SrvraError {
  const message = `${name} was sealed with the key ${keyId}, and this is the key ${key.id}: use the key of the store that was backed up.`
  return new SrvraError('E_KEY_UNKNOWN', message, { object: name, keyId, given: key.id })
}
