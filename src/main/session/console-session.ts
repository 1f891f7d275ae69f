import type { Caller } from '../../../engine/admin/calls/caller.ts'
import { SrvraError } from '../../../engine/core/errors.ts'
import type { People } from '../../../engine/security/people.ts'
import type { Seat, SignedIn, SignOutCause } from '../../../engine/security/sessions/seat.ts'
import { durationMs } from '../../../engine/core/duration.ts'
import type { SessionState } from '../../shared/contract.ts'
import { NOBODY } from '../commands/local-commands.ts'
import type { Keychain } from './keychain.ts'

/** Who works at this console: the person of the computer's account, until there are users; then whoever signs in. */
export class ConsoleSession {
  readonly #keychain: Keychain
  readonly #local: Caller
  readonly #listeners = new Set<() => void>()
  #people: People | undefined
  #seat: Seat | undefined
  #ended: SignOutCause | undefined
  #known = ''
  #wasRequired = false

  constructor(keychain: Keychain, local: Caller) {
    this.#keychain = keychain
    this.#local = local
  }

  /** The engine that is open, or undefined when none is. */
  attach(people: People | undefined): void {
    this.#wasRequired = this.#required
    this.#seat?.close()
    this.#people = people
    this.#seat = people?.openSeat('console')
    this.#seat?.onChanged((cause) => this.#moved(cause))
    if (people?.users.required === true) this.#resume()
    // An engine that is opened anew for the same people changes nothing of what is shown.
    if (this.#fingerprint() !== this.#known) this.#tell()
  }

  /** Tells when who works here, or what they may do, is another. */
  onChanged(listener: () => void): void {
    this.#listeners.add(listener)
  }

  /** Throws E_SIGNED_OUT while somebody has to sign in. */
  caller(): Caller {
    if (!this.#required) return this.#local
    const { user, access, policy } = this.#requireSeat().permissions()
    return { actor: user, access, surface: 'console', ...(policy.writesAll ? {} : { policy }) }
  }

  /** Undefined while nobody may do anything here. */
  callerOrNobody(): Caller | undefined {
    return this.#required && !this.#seat?.current ? undefined : this.caller()
  }

  /** Who asks, for what needs no permission: somebody who has none yet is nobody. */
  anybody(): Caller {
    return this.callerOrNobody() ?? NOBODY
  }

  /** Whose the drafts are that are asked for: empty while there are no users. */
  get owner(): string {
    return this.#required ? this.caller().actor : ''
  }

  state(): SessionState {
    const current = this.#seat?.current
    const unfit = this.#keychain.unfit
    return {
      required: this.#required,
      ...(current ? { user: viewOf(current) } : {}),
      ...(current || this.#ended === undefined ? {} : { ended: this.#ended }),
      ...(unfit === undefined ? {} : { cannotStay: unfit }),
      stays: this.#keychain.recall() !== undefined,
      emergency: this.#people?.emergency.state !== undefined && this.#people.emergency.state.usedAt === undefined,
      idleMs: durationMs(this.#people?.sessions.idle ?? '15min'),
    }
  }

  /** Throws E_SIGN_IN, E_LOCKED; E_KEYCHAIN where `stay` cannot be. */
  async signIn({
    name,
    password,
    stay = false,
  }: {
    readonly name: string
    readonly password: string
    readonly stay?: boolean
  }): Promise<SessionState> {
    const unfit = this.#keychain.unfit
    if (stay && unfit !== undefined) throw new SrvraError('E_KEYCHAIN', `Nobody can stay signed in here. ${unfit}`)
    const { user } = await this.#requireSeat().signIn(name, password)
    if (stay && this.#people) this.#keychain.keep({ name: user, secret: this.#people.users.trustDevice(user) })
    return this.state()
  }

  /** Makes the first user, who is signed in with it. Throws E_USER_EXISTS when there are users, and as making one does. */
  async setUp({ name, password }: { readonly name: string; readonly password: string }): Promise<SessionState> {
    if (!this.#people) throw new SrvraError('E_ENGINE_UNAVAILABLE', 'The store is not open.')
    if (this.#required) throw new SrvraError('E_USER_EXISTS', 'There are users already; sign in as one of them.')
    await this.#people.users.create({ name, password, roles: ['admin'] }, this.#local.actor)
    return this.signIn({ name, password })
  }

  signInByEmergency({ code, reason }: { readonly code: string; readonly reason: string }): SessionState {
    this.#requireSeat().enterByEmergency(code, reason)
    return this.state()
  }

  signOut(): SessionState {
    const remembered = this.#keychain.recall()
    if (remembered) this.#people?.users.forgetDevice(remembered.name, remembered.secret)
    this.#keychain.forget()
    this.#seat?.signOut()
    return this.state()
  }

  /** Throws E_SIGN_IN for a wrong old password, and as giving a new one does. */
  async changePassword({ password, next }: { readonly password: string; readonly next: string }): Promise<SessionState> {
    const { user } = this.#requireSeat().permissions()
    const users = this.#people?.users
    await users?.verify(user, password)
    await users?.setPassword(user, next)
    return this.signIn({ name: user, password: next })
  }

  touch(): void {
    this.#seat?.touch()
  }

  get #required(): boolean {
    // While the store is changed under them nobody is let do more than before.
    return this.#people?.users.required ?? this.#wasRequired
  }

  #requireSeat(): Seat {
    if (this.#seat) return this.#seat
    throw new SrvraError('E_ENGINE_UNAVAILABLE', 'The store is not open.')
  }

  #resume(): void {
    const remembered = this.#keychain.recall()
    if (remembered && !this.#seat?.resume(remembered.name, remembered.secret)) this.#keychain.forget()
  }

  #moved(cause: SignOutCause | undefined): void {
    if (cause !== undefined) this.#ended = cause
    if (this.#fingerprint() !== this.#known) this.#tell()
  }

  #tell(): void {
    this.#known = this.#fingerprint()
    for (const listener of this.#listeners) listener()
  }

  /** What the page depends on: another one means that all that it shows is to be asked for anew. */
  #fingerprint(): string {
    const caller = this.callerOrNobody()
    const roles = this.#seat?.current && this.#people ? this.#people.roles.rightsOfUser(this.#seat.current) : ''
    return JSON.stringify([this.#required, caller?.actor, caller?.access, roles])
  }
}

function viewOf({ user, roles, since, until, by, reason }: SignedIn): NonNullable<SessionState['user']> {
  return { name: user, roles, since, until, by, ...(reason === undefined ? {} : { reason }) }
}
