import { SrvraError } from '../../core/errors.ts'
import type { JsonObject } from '../../core/json/index.ts'
import { CLOSING } from '../../core/protocol/closing.ts'
import { PROTOCOL_VERSION } from '../../core/protocol/frames.ts'
import type { Hello, ReceivedFrame } from '../../core/protocol/frames.ts'
import { parseReplicaFrame } from '../../core/protocol/parse-frame.ts'
import type { Identity } from '../../ports/authenticator.ts'
import type { Connection, ConnectionEvents, WireMessage } from '../../ports/transport.ts'
import { atInstant } from './at-instant.ts'
import { FrameChannel } from './frame-channel.ts'
import { inThisLife, refuseHello } from './greeting.ts'
import type { HubContext } from './hub-context.ts'
import { LiveSession } from './live-session.ts'

/** Where a connection stands: nobody yet, somebody being looked up, a replica, nothing any more. */
type Phase =
  | { readonly name: 'greeting' }
  | { readonly name: 'authenticating' }
  | { readonly name: 'live'; readonly live: LiveSession; readonly draining: boolean }
  | { readonly name: 'closed' }

/** Who is told when a session is let in and when it ends. */
export interface SessionOwner {
  /** Another session of the same replica gives way. */
  admit(session: HubSession, replica: string): void
  leave(session: HubSession, live: LiveSession | undefined): void
}

/** One connection of a replica, from its first frame to its end. */
export class HubSession implements ConnectionEvents {
  readonly connectedAt: number
  readonly channel: FrameChannel
  lastError: { readonly code: string; readonly message: string; readonly at: number } | undefined
  readonly #context: HubContext
  readonly #owner: SessionOwner
  #phase: Phase = { name: 'greeting' }
  #lastHeardAt: number
  #badFrames = 0
  #stopTimer: () => void
  #stopExpiry: (() => void) | undefined

  constructor(context: HubContext, connection: Connection, owner: SessionOwner) {
    this.#context = context
    this.#owner = owner
    this.channel = new FrameChannel(connection, context.settings)
    this.connectedAt = context.clock.now()
    this.#lastHeardAt = this.connectedAt
    const { helloTimeoutMs } = context.settings
    this.#stopTimer = context.scheduler.after(helloTimeoutMs, () => {
      this.#refuse('E_UNAUTHENTICATED', `Nobody said who they are within ${helloTimeoutMs / 1000} s.`, CLOSING.unauthenticated)
    })
  }

  /** The replica, once it was let in. */
  get live(): LiveSession | undefined {
    return this.#phase.name === 'live' ? this.#phase.live : undefined
  }

  get draining(): boolean {
    return this.#phase.name === 'live' && this.#phase.draining
  }

  onMessage(message: WireMessage): void {
    if (this.#phase.name === 'closed') return
    this.#lastHeardAt = this.#context.clock.now()
    const frame = this.#read(message)
    if (frame) this.#guarded(() => this.#receive(frame))
  }

  onDrain(): void {
    this.pump()
  }

  onClose(): void {
    this.#end()
  }

  /** Sends what the reader has not had yet, as far as the socket takes it. */
  pump(): void {
    this.#guarded(() => this.live?.pump())
  }

  /** Asks the replica to finish and go to another node. */
  drain(reason: string): void {
    if (this.#phase.name !== 'live') return
    this.#phase = { ...this.#phase, draining: true }
    this.channel.send({ type: 'drain', reason })
  }

  /** P-153: ends what goes on with a grant that is no good any more. */
  expel(): void {
    this.#refuse(
      'E_UNAUTHENTICATED',
      'This token lets nobody in any more; ask an operator for another one.',
      CLOSING.unauthenticated,
    )
  }

  /** Ends the connection from this side. */
  close(code: number, reason: string): void {
    if (this.#phase.name === 'closed') return
    this.channel.close(code, reason)
    this.#end()
  }

  #receive(frame: ReceivedFrame): void {
    const phase = this.#phase
    if (phase.name === 'live') {
      if (frame.type !== 'hello') phase.live.receive(frame)
      else this.#complain(new SrvraError('E_FRAME_ORDER', 'This connection has said hello already.'))
    } else if (phase.name === 'greeting' && frame.type === 'hello') this.#greet(frame)
    else this.#refuse('E_UNAUTHENTICATED', 'The first frame of a connection is a hello that is let in.', CLOSING.unauthenticated)
  }

  #read(message: WireMessage): ReceivedFrame | undefined {
    try {
      return parseReplicaFrame(this.channel.read(message), this.#context.settings.limits)
    } catch (error) {
      if (error instanceof SrvraError) this.#complain(error)
      else this.#fail(error)
      return undefined
    }
  }

  /** P-12: a frame that is none of ours is told and survived, nine times; before the hello not even once. */
  #complain(error: SrvraError, id?: number): void {
    const { code, message, details } = error
    this.lastError = { code, message, at: this.#context.clock.now() }
    const fatal = this.#phase.name !== 'live' || (id === undefined && ++this.#badFrames >= this.#context.settings.limits.badFrames)
    this.channel.send({ type: 'error', code, message, details: details, ...(id === undefined ? {} : { id }), fatal })
    if (fatal) this.close(CLOSING.frames, code)
  }

  #refuse(code: string, message: string, closing: number, details?: JsonObject): void {
    if (this.#phase.name === 'closed') return
    this.lastError = { code, message, at: this.#context.clock.now() }
    this.channel.send({ type: 'error', code, message, ...(details ? { details } : {}), fatal: true })
    this.close(closing, code)
  }

  /** Whatever nobody foresaw ends this connection, and no other. */
  #guarded(work: () => void): void {
    try {
      work()
    } catch (error) {
      this.#fail(error)
    }
  }

  #fail(error: unknown): void {
    if (this.#phase.name === 'closed') return
    if (!(error instanceof SrvraError)) this.#context.report(error)
    const { code, message } =
      error instanceof SrvraError ? error : { code: 'E_INTERNAL', message: 'Something went wrong inside the hub.' }
    this.#refuse(code, message, code === 'E_FLOOD' ? CLOSING.policy : CLOSING.overload)
  }

  #greet(hello: Hello): void {
    const refusal = hello.protocol === PROTOCOL_VERSION ? undefined : refuseHello(hello, this.#context.storage)
    if (refusal) return this.#refuse(refusal.code, refusal.message, refusal.closing, refusal.details)
    this.#phase = { name: 'authenticating' }
    const found = this.#context.authenticator.authenticate({
      token: hello.token,
      replica: hello.replica,
      remoteAddress: this.channel.address,
    })
    if (!(found instanceof Promise)) return this.#admit(hello, found)
    found.then(
      (identity) => this.#guarded(() => this.#admit(hello, identity)),
      (error: unknown) => this.#fail(error),
    )
  }

  #admit(hello: Hello, identity: Identity | undefined): void {
    if (this.#phase.name !== 'authenticating') return
    const { clients, storage } = this.#context
    const admission = { replica: hello.replica, address: this.channel.address }
    if (!identity) {
      this.#context.admission?.({ ...admission, code: 'E_UNAUTHENTICATED' })
      return this.#refuse('E_UNAUTHENTICATED', 'This token is not known here; ask an operator for one.', CLOSING.unauthenticated)
    }
    const owner = clients.of(hello.replica)?.identity
    if (owner !== undefined && owner !== identity.name) {
      this.#context.admission?.({ ...admission, name: identity.name, code: 'E_REPLICA_TAKEN' })
      return this.#refuse('E_REPLICA_TAKEN', `The replica ${hello.replica} belongs to somebody else.`, CLOSING.forbidden)
    }
    const refusal = refuseHello(hello, storage)
    if (refusal) return this.#refuse(refusal.code, refusal.message, refusal.closing, refusal.details)
    this.#context.admission?.({ ...admission, name: identity.name })
    this.#stopTimer()
    this.#welcome(hello, identity)
  }

  #welcome(hello: Hello, identity: Identity): void {
    const { storage, settings, codec, clock } = this.#context
    const agreed = codec && hello.codecs.includes(codec.name) ? codec : undefined
    const trouble = { complain: this.#complain.bind(this), fail: this.#fail.bind(this) }
    const known = inThisLife(hello, storage)
    const live = new LiveSession(this.#context, this.channel, known, identity, trouble)
    this.#phase = { name: 'live', live, draining: false }
    this.#owner.admit(this, hello.replica)
    const { frameBytes, operations, patterns } = settings.limits
    this.channel.send({
      type: 'welcome',
      protocol: PROTOCOL_VERSION,
      hub: storage.storeId,
      epoch: storage.epoch,
      ...(hello.lives === undefined ? {} : { lives: storage.lives() }),
      head: storage.head().seq,
      resume: live.resume,
      ...(agreed ? { codec: agreed.name } : {}),
      limits: { frameBytes, operations, patterns },
      time: clock.now(),
      heartbeatMs: settings.heartbeatMs,
      identity: identity.name,
    })
    if (agreed) this.channel.agreeOn(agreed)
    this.channel.send({ type: 'ping', t: clock.now() })
    this.#beat()
    if (identity.expiresAt !== undefined) this.#stopExpiry = atInstant(this.#context, identity.expiresAt, () => this.expel())
    live.pump()
  }

  /** P-49: a peer that was silent is asked, and one that stays silent is gone. */
  #beat(): void {
    const { scheduler, clock, settings } = this.#context
    this.#stopTimer = scheduler.after(settings.heartbeatMs, () => {
      const silentMs = clock.now() - this.#lastHeardAt
      if (silentMs >= 2 * settings.heartbeatMs) {
        this.channel.terminate()
        this.#end()
        return
      }
      this.live?.tell()
      this.channel.send({ type: 'ping', t: clock.now() })
      this.#beat()
    })
  }

  #end(): void {
    if (this.#phase.name === 'closed') return
    const { live } = this
    this.#stopTimer()
    this.#stopExpiry?.()
    this.#phase = { name: 'closed' }
    live?.end()
    this.#owner.leave(this, live)
  }
}
