import { createHash, createPrivateKey, createPublicKey, createSecretKey, hkdfSync, randomBytes } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import { SrvraError } from '../../core/errors.ts'

/** What seals a store's backups. One secret stands behind all of it. */
export interface BackupKey {
  /** Names the key in messages and files; says nothing about it. 16 hexadecimal digits. */
  readonly id: string
  /** AES-256, for what is in the objects. */
  readonly encryption: KeyObject
  /** Ed25519, for the manifest. */
  readonly signing: KeyObject
  readonly verifying: KeyObject
}

const SECRET_BYTES = 32

/** The beginning of every Ed25519 private key in PKCS #8 (RFC 8410); the seed follows. */
const PKCS8_ED25519 = Buffer.from('302e020100300506032b657004220420', 'hex')

/** The keys that follow from a secret of 32 bytes. Throws E_OPTION for one of another length. */
export function backupKeyOf(secret: Uint8Array): BackupKey {
  if (secret.length !== SECRET_BYTES)
    throw new SrvraError('E_OPTION', `A backup key has ${SECRET_BYTES} bytes, and this one has ${secret.length}.`, { path: 'key' })
  const derive = (purpose: string): Buffer => Buffer.from(hkdfSync('sha256', secret, '', `srvra backup ${purpose}`, 32))
  const signing = createPrivateKey({
    key: Buffer.concat([PKCS8_ED25519, derive('signing')]),
    format: 'der',
    type: 'pkcs8',
  })
  const verifying = createPublicKey(signing)
  const id = createHash('sha256')
    .update(verifying.export({ format: 'der', type: 'spki' }))
    .digest('hex')
    .slice(0, 16)
  return { id, encryption: createSecretKey(derive('encryption')), signing, verifying }
}

/** The secret of a new key. */
export function newSecret(): Uint8Array {
  return randomBytes(SECRET_BYTES)
}

const PREFIX = 'srvra-backup-key-1:'

/** The text of a key file: one line, to be kept apart from the store and from its backups. */
export function keyText(secret: Uint8Array): string {
  return `${PREFIX}${Buffer.from(secret).toString('base64url')}\n`
}

/** Reads the text of a key file. Throws E_KEY_FORMAT. */
export function parseKeyText(text: string, file: string): Uint8Array {
  const line = text.trim()
  const secret = line.startsWith(PREFIX) ? Buffer.from(line.slice(PREFIX.length), 'base64url') : undefined
  if (secret?.length === SECRET_BYTES && keyText(secret).trim() === line) return secret
  const message = `${file} is no backup key: it should be one line that begins with ${PREFIX}`
  throw new SrvraError('E_KEY_FORMAT', message, { file })
}
