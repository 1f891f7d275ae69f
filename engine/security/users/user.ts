import { SrvraError } from '../../core/errors.ts'
import type { Tries } from './lock-out.ts'
import type { PasswordHash } from './password.ts'

/** Somebody who signs in, as they are kept. */
export interface User {
  /** The actor of what they do. */
  readonly name: string
  readonly password: PasswordHash
  readonly roles: readonly string[]
  /** Milliseconds since 1970, as all instants here. */
  readonly createdAt: number
  readonly createdBy: string
  readonly passwordAt: number
  /** True: is let in nowhere until somebody says otherwise. */
  readonly disabled?: boolean
  readonly signedInAt?: number
  readonly tries?: Tries
  /** SHA-256 of secrets that lie in keychains of computers where they stay signed in, base64url. */
  readonly devices?: readonly string[]
}

/** A user as they are listed: nothing of their password. */
export interface UserView {
  readonly name: string
  readonly roles: readonly string[]
  readonly createdAt: number
  readonly createdBy: string
  readonly passwordAt: number
  readonly signedInAt?: number
  readonly lockedUntil?: number
  /** On how many computers they stay signed in. */
  readonly devices: number
  readonly state: 'active' | 'locked' | 'disabled'
}

export function viewOfUser(user: User, now: number): UserView {
  const { name, roles, createdAt, createdBy, passwordAt, signedInAt, tries, devices = [], disabled = false } = user
  const lockedUntil = tries?.lockedUntil !== undefined && now < tries.lockedUntil ? tries.lockedUntil : undefined
  return {
    name,
    roles,
    createdAt,
    createdBy,
    passwordAt,
    ...(signedInAt === undefined ? {} : { signedInAt }),
    ...(lockedUntil === undefined ? {} : { lockedUntil }),
    devices: devices.length,
    state: disabled ? 'disabled' : lockedUntil === undefined ? 'active' : 'locked',
  }
}

/** Names that mean somebody else in the record of who did what. */
const RESERVED: ReadonlySet<string> = new Set(['emergency', 'engine', 'local', 'nobody', 'unknown'])

/** Throws E_OPTION. Names that differ in case alone would be taken for each other. */
export function admitUserName(name: string): string {
  if (!RESERVED.has(name.toLowerCase()) && /^[\p{L}\p{N}][\p{L}\p{N}._@-]{0,79}$/u.test(name)) return name.normalize('NFC')
  throw new SrvraError(
    'E_OPTION',
    'A user’s name has 1 to 80 letters, digits, dots, hyphens, underscores or @, begins with a letter or digit, and is none that the engine uses itself.',
    {
      path: 'name',
    },
  )
}

/** What two names have in common that are taken for each other. */
export function userId(name: string): string {
  return name.normalize('NFKC').toLowerCase()
}
