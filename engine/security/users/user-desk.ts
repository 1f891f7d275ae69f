import { SrvraError } from '../../core/errors.ts'
import type { JsonValue } from '../../core/json/index.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Random } from '../../ports/random.ts'
import type { Storage } from '../../ports/storage.ts'
import { hashSecret, isSecret } from '../access/token-text.ts'
import type { RoleDesk } from '../roles/role-desk.ts'
import { afterFailure, isLocked, NO_TRIES } from './lock-out.ts'
import type { Tries } from './lock-out.ts'
import { admitPassword, hashPassword, isPassword, PASSWORD_COST } from './password.ts'
import { admitUserName, userId, viewOfUser } from './user.ts'
import type { User, UserView } from './user.ts'

export interface UserDeskParts {
  readonly storage: Storage
  readonly clock: Clock
  readonly random: Random
  readonly roles: RoleDesk
  /** scrypt's N of new passwords. Default: PASSWORD_COST. */
  readonly passwordCost?: number
}

/** A user as somebody makes one. */
export interface UserRequest {
  readonly name: string
  readonly password: string
  readonly roles: readonly string[]
}

const USERS = 'access.users'
const MOST_USERS = 1000
const MOST_DEVICES = 10
/** Names that nobody has and somebody tried: as many are remembered, so that they fare like real ones. */
const MOST_STRANGERS = 1000

/** The people who sign in: makes them, knows them by their passwords, and keeps guessers out. */
export class UserDesk {
  readonly #parts: UserDeskParts
  readonly #users = new Map<string, User>()
  readonly #strangers = new Map<string, Tries>()
  readonly #listeners = new Set<(name: string) => void>()

  constructor(parts: UserDeskParts) {
    this.#parts = parts
    for (const { id, value } of parts.storage.records(USERS, { limit: MOST_USERS })) this.#users.set(id, value as unknown as User)
    parts.roles.usedBy((role) => this.list().find(({ roles }) => roles.includes(role))?.name)
  }

  /** By name. */
  list(): readonly UserView[] {
    const now = this.#parts.clock.now()
    return [...this.#users.values()].map((user) => viewOfUser(user, now)).toSorted((a, b) => (a.name < b.name ? -1 : 1))
  }

  /** True once there is somebody to sign in: from then on nobody works without. */
  get required(): boolean {
    return this.#users.size > 0
  }

  /** A user who may sign in; undefined for one who is not there, or is disabled. */
  active(name: string): UserView | undefined {
    const user = this.#users.get(userId(name))
    return user && user.disabled !== true ? viewOfUser(user, this.#parts.clock.now()) : undefined
  }

  /** Makes a user; the first one is an admin. Throws E_OPTION, E_PASSWORD, E_NO_ROLE, E_USER_EXISTS, E_USER_LIMIT, E_LAST_ADMIN. */
  async create({ name: asked, password, roles }: UserRequest, by: string): Promise<UserView> {
    const name = admitUserName(asked)
    const given = this.#parts.roles.requireAll(roles)
    admitPassword(password, name)
    this.#assertFree(name)
    if (!this.required && !given.includes('admin'))
      throw new SrvraError('E_LAST_ADMIN', 'The first user has to be an admin: nobody could let others in.', { path: 'roles' })
    const hash = await hashPassword(password, this.#cost)
    // Hashing takes a while: somebody else may have taken the name meanwhile.
    this.#assertFree(name)
    const now = this.#parts.clock.now()
    return this.#keep({ name, password: hash, roles: given, createdAt: now, createdBy: by, passwordAt: now })
  }

  /** Throws E_NO_USER, E_NO_ROLE, E_LAST_ADMIN. */
  setRoles(name: string, roles: readonly string[]): UserView {
    const user = this.#of(name)
    const given = this.#parts.roles.requireAll(roles)
    if (!given.includes('admin')) this.#assertOtherAdmin(user)
    return this.#keep({ ...user, roles: given })
  }

  /** Keeps a user out, or lets them in again. What goes on in their name ends. Throws E_NO_USER, E_LAST_ADMIN. */
  setDisabled(name: string, disabled: boolean): UserView {
    const user = this.#of(name)
    if (disabled) this.#assertOtherAdmin(user)
    const { disabled: _before, devices: _devices, tries: _tries, ...rest } = user
    return this.#keep(disabled ? { ...rest, disabled } : rest)
  }

  /** Gives a new password; computers where they stayed signed in ask for it. Throws E_NO_USER, E_PASSWORD. */
  async setPassword(name: string, password: string): Promise<UserView> {
    admitPassword(password, this.#of(name).name)
    const hash = await hashPassword(password, this.#cost)
    const { devices: _devices, tries: _tries, ...rest } = this.#of(name)
    return this.#keep({ ...rest, password: hash, passwordAt: this.#parts.clock.now() })
  }

  /** Takes a user off the list; what they did stays on record. Throws E_NO_USER, E_LAST_ADMIN. */
  forget(name: string): void {
    const user = this.#of(name)
    this.#assertOtherAdmin(user)
    void this.#parts.storage.append([], [{ collection: USERS, id: userId(user.name), value: undefined }])
    this.#users.delete(userId(user.name))
    this.#tell(user.name)
  }

  /**
   * Knows somebody by their password. Throws E_SIGN_IN for a wrong one, E_LOCKED (details: `until`) after too many; a name
   * that nobody has fares in the same way, and takes as long.
   */
  async verify(name: string, password: string): Promise<UserView> {
    const id = userId(name.slice(0, 200))
    const user = this.#users.get(id)
    this.#assertUnlocked(user?.tries ?? this.#strangers.get(id))
    const right = await isPassword(password, user?.password ?? nobody(this.#cost))
    // Others may have tried at the same time: what counts is what is kept now.
    const known = this.#users.get(id)
    this.#assertUnlocked(known?.tries ?? this.#strangers.get(id))
    if (!right || !known || known.disabled === true || known.password !== user?.password) throw this.#failed(id, known)
    const { tries: _tries, ...rest } = known
    return this.#keep({ ...rest, signedInAt: this.#parts.clock.now() }, 'quiet')
  }

  /** Makes a secret by which a computer knows the user again, to be kept in its keychain. Throws E_NO_USER. */
  trustDevice(name: string): string {
    const user = this.#of(name)
    const secret = this.#parts.random.token(32)
    this.#keep({ ...user, devices: [...(user.devices ?? []), hashSecret(secret)].slice(-MOST_DEVICES) }, 'quiet')
    return secret
  }

  /** Knows a user by such a secret; undefined when it is none of theirs, or not any more. */
  verifyDevice(name: string, secret: string): UserView | undefined {
    const user = this.#users.get(userId(name))
    if (!user || user.disabled === true || !(user.devices ?? []).some((hash) => isSecret(secret, hash))) return undefined
    return this.#keep({ ...user, signedInAt: this.#parts.clock.now() }, 'quiet')
  }

  /** Forgets such a secret. */
  forgetDevice(name: string, secret: string): void {
    const user = this.#users.get(userId(name))
    if (user) this.#keep({ ...user, devices: (user.devices ?? []).filter((hash) => !isSecret(secret, hash)) }, 'quiet')
  }

  /** Tells of a user whose rights may have changed. The returned function ends it. */
  onChanged(listener: (name: string) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  get #cost(): number {
    return this.#parts.passwordCost ?? PASSWORD_COST
  }

  #of(name: string): User {
    const user = this.#users.get(userId(name))
    if (user) return user
    throw new SrvraError('E_NO_USER', `There is no user '${name.slice(0, 80)}'.`, { name: name.slice(0, 80) })
  }

  #assertFree(name: string): void {
    if (this.#users.has(userId(name)))
      throw new SrvraError('E_USER_EXISTS', `There is a user '${name}' already, or one that looks the same.`, { path: 'name' })
    if (this.#users.size >= MOST_USERS)
      throw new SrvraError('E_USER_LIMIT', `There are ${MOST_USERS} users already.`, { limit: MOST_USERS })
  }

  #assertOtherAdmin(user: User): void {
    const isAdmin = ({ roles, disabled = false }: User): boolean => roles.includes('admin') && !disabled
    if (!isAdmin(user) || [...this.#users.values()].some((other) => other.name !== user.name && isAdmin(other))) return
    throw new SrvraError('E_LAST_ADMIN', `${user.name} is the only admin: make another one first, or nobody could let others in.`, {
      name: user.name,
    })
  }

  #assertUnlocked(tries: Tries = NO_TRIES): void {
    const now = this.#parts.clock.now()
    if (tries.lockedUntil === undefined || !isLocked(tries, now)) return
    const seconds = Math.ceil((tries.lockedUntil - now) / 1000)
    throw new SrvraError('E_LOCKED', `Too many wrong tries: the next one is taken in ${seconds} s.`, { until: tries.lockedUntil })
  }

  #failed(id: string, user: User | undefined): SrvraError {
    const now = this.#parts.clock.now()
    const tries = afterFailure(user?.tries ?? this.#strangers.get(id) ?? NO_TRIES, now)
    if (user) this.#keep({ ...user, tries }, 'quiet')
    else {
      this.#strangers.set(id, tries)
      for (const oldest of this.#strangers.keys()) if (this.#strangers.size > MOST_STRANGERS) this.#strangers.delete(oldest)
    }
    return new SrvraError('E_SIGN_IN', 'The name or the password is not right.')
  }

  #keep(user: User, manner: 'tell' | 'quiet' = 'tell'): UserView {
    const id = userId(user.name)
    void this.#parts.storage.append([], [{ collection: USERS, id, value: user as unknown as JsonValue }])
    this.#users.set(id, user)
    if (manner === 'tell') this.#tell(user.name)
    return viewOfUser(user, this.#parts.clock.now())
  }

  #tell(name: string): void {
    for (const listener of this.#listeners) listener(name)
  }
}

/** Compared with where there is no such user, so that time does not tell. */
function nobody(cost: number): { readonly salt: string; readonly hash: string; readonly cost: number } {
  return { salt: 'AAAAAAAAAAAAAAAAAAAAAA', hash: 'A'.repeat(43), cost }
}
