import { durationMs } from '../../core/duration.ts'
import { SrvraError } from '../../core/errors.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Scheduler } from '../../ports/scheduler.ts'
import type { Storage } from '../../ports/storage.ts'
import type { AuditNote } from '../audit/audit-entry.ts'
import type { Permissions, RoleDesk } from '../roles/role-desk.ts'
import type { EmergencyAccess } from '../users/emergency-access.ts'
import type { UserDesk } from '../users/user-desk.ts'
import { keptSessionSettings } from './session-settings.ts'

export interface SignInParts {
  readonly storage: Storage
  readonly clock: Clock
  readonly scheduler: Scheduler
  readonly users: UserDesk
  readonly roles: RoleDesk
  readonly emergency: EmergencyAccess
  /** Puts who came and went on record. */
  readonly note: (note: AuditNote) => void
  /** Where people sit, such as `console`. */
  readonly surface: string
}

/** Somebody who is signed in. */
export interface SignedIn {
  readonly user: string
  readonly roles: readonly string[]
  readonly since: number
  /** `emergency`: by the sealed code, with everything allowed, and not for long. */
  readonly by: 'password' | 'device' | 'emergency'
  /** The latest end of it. */
  readonly until: number
  /** Why they had to use the code for emergencies. */
  readonly reason?: string
}

export type SignOutCause = 'signed-out' | 'idle' | 'too-long' | 'rights-changed' | 'replaced'

const EMERGENCY_MS = 3_600_000
const CHECK_MS = 1000

/** One seat: who works there now, and for how long. // I-7 */
export class Seat {
  readonly #parts: SignInParts
  readonly #listeners = new Set<(cause: SignOutCause | undefined) => void>()
  readonly #stops: readonly (() => void)[]
  #current: SignedIn | undefined
  #activeAt = 0
  #stopTimer: (() => void) | undefined

  constructor(parts: SignInParts) {
    this.#parts = parts
    this.#stops = [
      parts.users.onChanged((name) => {
        if (this.#current?.user === name && this.#current.by !== 'emergency') this.#leave('rights-changed')
        else for (const listener of this.#listeners) listener(undefined)
      }),
      parts.roles.onChanged(() => {
        for (const listener of this.#listeners) listener(undefined)
      }),
    ]
  }

  /** Who works here; undefined while nobody does. */
  get current(): SignedIn | undefined {
    this.#expire()
    return this.#current
  }

  /** What whoever works here may do now. Throws E_SIGNED_OUT while nobody does. */
  permissions(): Permissions & { readonly user: string } {
    const current = this.current
    if (!current) throw new SrvraError('E_SIGNED_OUT', 'Sign in first: nobody is signed in here, or not any more.')
    const roles = current.by === 'emergency' ? current.roles : (this.#parts.users.active(current.user)?.roles ?? [])
    return { user: current.user, ...this.#parts.roles.permissionsOf(roles) }
  }

  /** Throws E_SIGN_IN, E_LOCKED; both are on record. */
  async signIn(name: string, password: string): Promise<SignedIn> {
    try {
      const user = await this.#parts.users.verify(name, password)
      return this.#enter({ user: user.name, roles: user.roles, by: 'password' })
    } catch (error) {
      this.#note('session.sign-in', 'refused', { actor: name, code: error instanceof SrvraError ? error.code : 'E_UNFORESEEN' })
      throw error
    }
  }

  /** Lets in whoever this computer remembers; undefined when the secret is none, or not any more. */
  resume(name: string, secret: string): SignedIn | undefined {
    const user = this.#parts.users.verifyDevice(name, secret)
    if (user) return this.#enter({ user: user.name, roles: user.roles, by: 'device' })
    this.#note('session.sign-in', 'refused', { actor: name, code: 'E_SIGN_IN' })
    return undefined
  }

  /** Lets somebody in by the code for emergencies. Throws E_SIGN_IN, E_OPTION. */
  enterByEmergency(code: string, reason: string): SignedIn {
    try {
      const used = this.#parts.emergency.use(code, reason)
      return this.#enter({ user: 'emergency', roles: ['admin'], by: 'emergency', reason: used.reason ?? '' })
    } catch (error) {
      this.#note('session.emergency', 'refused', { code: error instanceof SrvraError ? error.code : 'E_UNFORESEEN' })
      throw error
    }
  }

  /** Whoever works here has touched a key or the mouse. */
  touch(): void {
    this.#expire()
    if (this.#current) this.#activeAt = this.#parts.clock.now()
  }

  signOut(): void {
    this.#leave('signed-out')
  }

  /** Tells when somebody has come (undefined) or gone, and when what they may do has changed (undefined). */
  onChanged(listener: (cause: SignOutCause | undefined) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  close(): void {
    this.#stopTimer?.()
    for (const stop of this.#stops) stop()
  }

  #enter(who: Pick<SignedIn, 'user' | 'roles' | 'by' | 'reason'>): SignedIn {
    if (this.#current) this.#leave('replaced')
    const now = this.#parts.clock.now()
    const longest = who.by === 'emergency' ? EMERGENCY_MS : durationMs(keptSessionSettings(this.#parts.storage).longest)
    const entered = { ...who, since: now, until: now + longest }
    this.#current = entered
    this.#activeAt = now
    const action = who.by === 'emergency' ? 'session.emergency' : 'session.sign-in'
    this.#note(action, 'done', {
      actor: who.user,
      details: { by: who.by, ...(who.reason === undefined ? {} : { reason: who.reason }) },
    })
    this.#watch()
    for (const listener of this.#listeners) listener(undefined)
    return entered
  }

  #leave(cause: SignOutCause): void {
    const gone = this.#current
    if (!gone) return
    this.#current = undefined
    this.#stopTimer?.()
    this.#note('session.sign-out', 'done', { actor: gone.user, details: { cause } })
    for (const listener of this.#listeners) listener(cause)
  }

  /** Looks now and then whether it is time to go, so that a screen does not stay open until the next call. */
  #watch(): void {
    this.#stopTimer?.()
    this.#stopTimer = this.#parts.scheduler.after(CHECK_MS, () => {
      this.#expire()
      if (this.#current) this.#watch()
    })
  }

  #expire(): void {
    if (!this.#current) return
    const now = this.#parts.clock.now()
    if (now >= this.#current.until) return this.#leave('too-long')
    if (now - this.#activeAt >= durationMs(keptSessionSettings(this.#parts.storage).idle)) this.#leave('idle')
  }

  #note(
    action: string,
    outcome: AuditNote['outcome'],
    note: Pick<AuditNote, 'code' | 'details'> & { readonly actor?: string },
  ): void {
    const actor = (note.actor ?? 'unknown').slice(0, 200).toWellFormed()
    this.#parts.note({ origin: this.#parts.surface, action, outcome, ...note, actor })
  }
}
