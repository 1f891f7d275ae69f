import { createPrivateKey, createPublicKey, generateKeyPairSync } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import { SrvraError } from '../../core/errors.ts'
import { keyIdOf } from './signed-head.ts'

/** What signs heads of the trail. Whoever only has the public half can check them all, and make none. */
export interface AuditKey {
  readonly id: string
  /** Ed25519. */
  readonly signing: KeyObject
  readonly verifying: KeyObject
}

export function newAuditKey(): AuditKey {
  return keyOf(generateKeyPairSync('ed25519').privateKey)
}

/** The text of the file with the private half: PEM, PKCS #8. */
export function auditKeyText({ signing }: AuditKey): string {
  return String(signing.export({ format: 'pem', type: 'pkcs8' }))
}

/** The text of the file with the public half: PEM, SubjectPublicKeyInfo. */
export function publicKeyText({ verifying }: AuditKey): string {
  return String(verifying.export({ format: 'pem', type: 'spki' }))
}

/** Throws E_KEY_FORMAT. */
export function parseAuditKey(text: string, file: string): AuditKey {
  return keyOf(ed25519(() => createPrivateKey(text), file, 'private'))
}

/** Reads the public half, also out of the private one. Throws E_KEY_FORMAT. */
export function parsePublicKey(text: string, file: string): KeyObject {
  return ed25519(() => createPublicKey(text), file, 'public')
}

function keyOf(signing: KeyObject): AuditKey {
  const verifying = createPublicKey(signing)
  return { id: keyIdOf(verifying), signing, verifying }
}

function ed25519(read: () => KeyObject, file: string, half: string): KeyObject {
  let cause: unknown
  try {
    const key = read()
    if (key.asymmetricKeyType === 'ed25519') return key
  } catch (error) {
    cause = error
  }
  const message = `${file} is no key of an audit trail: it should be the ${half} half of an Ed25519 key in PEM.`
  throw new SrvraError('E_KEY_FORMAT', message, { file }, { cause })
}
