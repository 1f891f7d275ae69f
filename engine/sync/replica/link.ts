import { SrvraError } from '../../core/errors.ts'
import { CLOSING, FINAL_CLOSINGS } from '../../core/protocol/closing.ts'
import type { ReplicaFrame, Welcome } from '../../core/protocol/frames.ts'
import { parseHubFrame } from '../../core/protocol/parse-frame.ts'
import { pauseBefore } from '../../core/session/backoff.ts'
import { chooseNode } from '../../core/session/node-choice.ts'
import type { KnownNode } from '../../core/session/node-choice.ts'
import type { Closing, Connection, ConnectionEvents, WireMessage } from '../../ports/transport.ts'
import { Heartbeat } from './heartbeat.ts'
import type { LinkEvents, LinkOptions } from './link-options.ts'

const CONNECT_TIMEOUT_MS = 10_000
const WELCOME_TIMEOUT_MS = 10_000
/** A connection that lasted so long was a good one: the next attempt is a first one. */
const SETTLED_MS = 5000
/** An operator who ends a connection wants a pause. */
const OPERATOR_PAUSE_MS = 3000

/** Keeps one connection to one of the nodes: chooses, greets, watches over it, comes back. */
export class Link {
  readonly #options: LinkOptions
  readonly #events: LinkEvents
  readonly #nodes: { url: string; latencyMs?: number; failed: boolean }[]
  #node = -1
  #connection: Connection | undefined
  #welcome: Welcome | undefined
  #attempt = 0
  #running = false
  #sayGoodbye = false
  #cancel: (() => void) | undefined
  #stopTimer: (() => void) | undefined
  #heartbeat: Heartbeat | undefined

  constructor(options: LinkOptions, events: LinkEvents) {
    this.#options = options
    this.#events = events
    this.#nodes = options.nodes.map((url) => ({ url, failed: false }))
  }

  /** What the hub said when it let this replica in; undefined while there is no connection. */
  get welcome(): Welcome | undefined {
    return this.#connection && this.#welcome
  }

  get bufferedBytes(): number {
    return this.#connection?.bufferedBytes ?? 0
  }

  get node(): string | undefined {
    return this.#nodes[this.#node]?.url
  }

  start(): void {
    if (this.#running) return
    this.#running = true
    this.#attempt = 0
    this.#tryNext(0)
  }

  /** Ends the connection and does not come back until `start`. */
  stop(): void {
    this.#running = false
    this.#forget()
    const connection = this.#connection
    this.#connection = undefined
    connection?.close(CLOSING.normal, 'the replica goes')
  }

  /** Drops the connection and tries anew after a pause. */
  restart(reason: string): void {
    const connection = this.#connection
    if (!connection) return
    this.#sayGoodbye = true
    connection.close(CLOSING.normal, reason)
  }

  /** Sends a frame; from `threshold` characters on it is compressed, when that makes it smaller. */
  send(frame: ReplicaFrame, threshold = Infinity): void {
    const text = JSON.stringify(frame)
    const { codec, counts } = this.#options
    const bytes = codec && text.length >= threshold && this.#welcome?.codec === codec.name ? codec.compress(text) : undefined
    if (bytes && bytes.byteLength < text.length) {
      counts.bytes.sent += bytes.byteLength
      counts.bytes.savedByCompression += text.length - bytes.byteLength
      this.#connection?.send(bytes)
      return
    }
    counts.bytes.sent += text.length
    this.#connection?.send(text)
  }

  /** Gives the connection up: what does not fit is not carried on with, and the next one begins from what is known for sure. */
  fail(error: unknown): void {
    const connection = this.#connection
    if (!connection) return
    const reason = error instanceof SrvraError ? error.code : 'E_INTERNAL'
    const again = this.#events.onFailure(error)
    if (this.#connection !== connection) return
    connection.close(CLOSING.frames, reason)
    this.#running &&= again
    this.#down({ code: CLOSING.frames, reason })
  }

  #tryNext(leastMs: number): void {
    if (!this.#running) return
    this.#attempt++
    const { random, failover, loadBalancing, scheduler } = this.#options
    this.#node = failover ? chooseNode(this.#nodes satisfies readonly KnownNode[], loadBalancing, this.#node, random.fraction()) : 0
    if (this.#nodes.every(({ failed }) => failed)) for (const node of this.#nodes) node.failed = false
    // The first attempt after a good connection is not delayed, so that another node takes over at once.
    const delayMs = this.#attempt === 1 && leastMs === 0 ? 0 : Math.max(leastMs, pauseBefore(this.#attempt, random.fraction()))
    this.#events.onAttempt(this.node ?? '', this.#attempt, delayMs)
    if (this.#running) this.#stopTimer = scheduler.after(delayMs, () => this.#connect())
  }

  #connect(): void {
    const { transport } = this.#options
    this.#cancel = transport.connect(
      this.node ?? '',
      { timeoutMs: CONNECT_TIMEOUT_MS },
      (connection) => this.#opened(connection),
      (closing) => this.#down(closing),
    )
  }

  #opened(connection: Connection): ConnectionEvents {
    const { scheduler, counts } = this.#options
    this.#cancel = undefined
    this.#connection = connection
    this.#welcome = undefined
    counts.connections++
    this.#stopTimer = scheduler.after(WELCOME_TIMEOUT_MS, () => this.#abandon(connection, 'the hub does not welcome'))
    this.send(this.#events.hello())
    const current = (act: () => void): void => {
      if (this.#connection === connection) act()
    }
    return {
      onMessage: (message) => current(() => this.#guarded(() => this.#receive(message))),
      onDrain: () => current(() => this.#guarded(() => this.#events.onDrain())),
      onClose: (closing) => current(() => this.#down(closing)),
    }
  }

  #guarded(work: () => void): void {
    try {
      work()
    } catch (error) {
      this.fail(error)
    }
  }

  #receive(message: WireMessage): void {
    this.#heartbeat?.heard()
    this.#options.counts.bytes.received += typeof message === 'string' ? message.length : message.byteLength
    const frame = parseHubFrame(this.#text(message), this.#options.limits)
    if (frame.type === 'ping') return this.send({ type: 'pong', t: frame.t })
    if (frame.type === 'pong') return this.#measure(frame.t)
    // P-85: before the welcome nobody knows whose documents these are.
    if ((frame.type === 'welcome') === (this.#welcome !== undefined) && frame.type !== 'error')
      throw new SrvraError('E_FRAME_ORDER', `The hub sent '${frame.type}' ${this.#welcome ? 'after' : 'before'} its welcome.`)
    if (frame.type === 'welcome') this.#welcomed(frame)
    else this.#events.onFrame(frame)
  }

  #text(message: WireMessage): string {
    if (typeof message === 'string') return message
    const { codec, limits } = this.#options
    if (codec && this.#welcome?.codec === codec.name) return codec.decompress(message, limits.frameBytes)
    throw new SrvraError('E_FRAME_SYNTAX', 'The hub sent a compressed frame, and no codec was agreed on.')
  }

  #welcomed(welcome: Welcome): void {
    this.#stopTimer?.()
    this.#welcome = welcome
    const node = this.#nodes[this.#node]
    if (node) node.failed = false
    this.#watch(welcome)
    this.#events.onWelcome(this.node ?? '', welcome)
    this.send({ type: 'ping', t: this.#options.clock.now() })
  }

  #measure(t: number): void {
    const node = this.#nodes[this.#node]
    if (node) node.latencyMs = Math.max(0, this.#options.clock.now() - t)
  }

  #watch({ heartbeatMs }: Welcome): void {
    const { scheduler, clock } = this.#options
    const connection = this.#connection
    this.#heartbeat = new Heartbeat({
      scheduler,
      intervalMs: heartbeatMs,
      ping: () => this.send({ type: 'ping', t: clock.now() }),
      unanswered: () => this.#events.unanswered(),
      onSilent: (reason) => connection && this.#abandon(connection, reason),
    })
    this.#stopTimer = scheduler.after(SETTLED_MS, () => {
      this.#attempt = 0
    })
  }

  /** The other end is not waited for. */
  #abandon(connection: Connection, reason: string): void {
    connection.terminate()
    if (this.#connection === connection) this.#down({ code: CLOSING.timeout, reason })
  }

  #down(closing: Closing): void {
    this.#forget()
    this.#connection = undefined
    this.#welcome = undefined
    const node = this.#nodes[this.#node]
    if (node && !(this.#sayGoodbye && this.#nodes.length === 1)) node.failed = true
    this.#sayGoodbye = false
    const final = FINAL_CLOSINGS.includes(closing.code)
    if (final) this.#running = false
    this.#events.onDown(closing, final)
    this.#tryNext(closing.code === CLOSING.operator ? OPERATOR_PAUSE_MS : 0)
  }

  #forget(): void {
    this.#stopTimer?.()
    this.#cancel?.()
    this.#heartbeat?.stop()
    this.#stopTimer = undefined
    this.#cancel = undefined
    this.#heartbeat = undefined
  }
}
