import type { Scheduler } from '../ports/scheduler.ts'
import type { Accept, Closing, Connection, ConnectionEvents, ConnectOptions, Transport, WireMessage } from '../ports/transport.ts'

/** How a network treats what passes through it. */
export interface NetworkConditions {
  /** Milliseconds that a message takes, for the link between two places. */
  readonly latencyMs: () => number
  /** Bends a text on its way, as no network does: for planted bugs. */
  readonly bend?: (text: string, from: string) => string
}

/** Two ends; messages arrive whole and in order, or the connection is cut and nobody knows which of the last ones arrived. */
interface Wire {
  readonly from: string
  readonly to: string
  readonly near: End
  readonly far: End
}

/**
 * A network in memory, on a scheduler that a test owns. Latency, cuts (an unknown part of what is under way is lost),
 * partitions, half-open connections and slow readers are what the test says they are.
 */
export class TestNetwork {
  readonly #scheduler: Scheduler
  readonly #conditions: NetworkConditions
  readonly #listeners = new Map<string, Accept>()
  readonly #wires = new Set<Wire>()
  readonly #unreachable = new Set<string>()
  readonly #silent = new Set<string>()
  readonly #slow = new Set<string>()

  constructor(scheduler: Scheduler, conditions: NetworkConditions = { latencyMs: () => 1 }) {
    this.#scheduler = scheduler
    this.#conditions = conditions
  }

  /** Opens a place to connect to. The returned function closes it and cuts what is connected there. */
  listen(url: string, accept: Accept): () => void {
    this.#listeners.set(url, accept)
    return () => {
      if (this.#listeners.get(url) === accept) this.#listeners.delete(url)
      this.cut((from, to) => from === url || to === url)
    }
  }

  /** The transport of somebody at a place. */
  transport(place: string): Transport {
    return { connect: (url, options, open, failed) => this.#connect(place, url, options, open, failed) }
  }

  /** Cuts connections; messages under way are lost. */
  cut(which: (from: string, to: string) => boolean = () => true): void {
    for (const wire of this.#wires) if (which(wire.from, wire.to)) this.#cutWire(wire)
  }

  /** Cuts a place off: its connections are cut and new ones fail, until it is joined again. */
  partition(place: string): void {
    this.#unreachable.add(place)
    this.cut((from, to) => from === place || to === place)
  }

  /** From now on nothing that a place sends or is sent arrives, and nobody is told: half-open. */
  silence(place: string): void {
    this.#silent.add(place)
  }

  /** The place takes what it is sent only now and then. */
  slow(place: string): void {
    this.#slow.add(place)
  }

  /** Ends all that was said about a place. */
  heal(place: string): void {
    this.#unreachable.delete(place)
    this.#silent.delete(place)
    this.#slow.delete(place)
    for (const wire of this.#wires) {
      if (wire.from !== place && wire.to !== place) continue
      wire.far.flush()
      wire.near.flush()
    }
  }

  #connect(
    place: string,
    url: string,
    { timeoutMs }: ConnectOptions,
    open: (connection: Connection) => ConnectionEvents,
    failed: (closing: Closing) => void,
  ): () => void {
    let over = false
    const fail = (): void => {
      if (over) return
      over = true
      failed({ code: 1006, reason: 'unreachable' })
    }
    const silent = this.#silent.has(place)
    this.#scheduler.after(silent ? timeoutMs : this.#conditions.latencyMs(), () => {
      const accept = this.#listeners.get(url)
      if (over) return
      if (silent || !accept || this.#unreachable.has(place) || this.#unreachable.has(url)) return fail()
      over = true
      this.#join(place, url, open, accept)
    })
    return () => {
      over = true
    }
  }

  #join(place: string, url: string, open: (connection: Connection) => ConnectionEvents, accept: Accept): void {
    const near = new End(place, url)
    const far = new End(url, place)
    const wire: Wire = { from: place, to: url, near, far }
    this.#wires.add(wire)
    for (const [end, other] of [
      [near, far],
      [far, near],
    ] as const) {
      end.wire = {
        deliver: (message) => this.#deliver(wire, end, other, message),
        close: (closing) => this.#closeWire(wire, end, other, closing),
        cut: () => this.#cutWire(wire),
      }
    }
    far.events = accept(far)
    near.events = open(near)
  }

  /** A message arrives after those before it, unless the wire was cut meanwhile. */
  #deliver(wire: Wire, from: End, to: End, message: WireMessage): void {
    const size = sizeOf(message)
    from.buffered += size
    const arrive = (): void => {
      if (!this.#wires.has(wire)) return
      // What is lost on the way is sent again by the network, for as long as the connection lasts.
      if (this.#silent.has(wire.from) || this.#silent.has(wire.to) || this.#slow.has(to.place)) {
        from.held.push(arrive)
        return
      }
      if (from.held.length > 0 && !from.flushing) {
        from.held.push(arrive)
        return
      }
      from.buffered -= size
      to.receive(typeof message === 'string' && this.#conditions.bend ? this.#conditions.bend(message, from.place) : message)
      if (from.buffered === 0) from.drained()
    }
    this.#inOrder(from, arrive)
  }

  #inOrder(from: End, arrive: () => void): void {
    from.arrivals.push(arrive)
    this.#scheduler.after(this.#conditions.latencyMs(), () => from.arrivals.shift()?.())
  }

  #closeWire(wire: Wire, from: End, to: End, closing: Closing): void {
    if (!this.#wires.has(wire)) return
    this.#inOrder(from, () => {
      if (!this.#wires.delete(wire)) return
      if (!this.#silent.has(to.place)) to.closed(closing)
      from.closed(closing)
    })
  }

  #cutWire(wire: Wire): void {
    if (!this.#wires.delete(wire)) return
    const lost = { code: 1006, reason: 'the connection was cut' }
    // Each end learns of it in its own time.
    this.#scheduler.after(this.#conditions.latencyMs(), () => wire.near.closed(lost))
    this.#scheduler.after(this.#conditions.latencyMs(), () => wire.far.closed(lost))
  }
}

interface WireActions {
  readonly deliver: (message: WireMessage) => void
  readonly close: (closing: Closing) => void
  readonly cut: () => void
}

class End implements Connection {
  readonly place: string
  readonly remoteAddress: string
  buffered = 0
  wire: WireActions | undefined
  events: ConnectionEvents | undefined
  /** What arrives at the other end, in order. */
  readonly arrivals: (() => void)[] = []
  /** What the other end did not take yet. */
  readonly held: (() => void)[] = []
  flushing = false
  #ended = false
  #told = false

  constructor(place: string, remoteAddress: string) {
    this.place = place
    this.remoteAddress = remoteAddress
  }

  get bufferedBytes(): number {
    return this.buffered
  }

  send(message: WireMessage): void {
    if (!this.#ended) this.wire?.deliver(message)
  }

  close(code: number, reason: string): void {
    if (this.#ended) return
    this.#ended = true
    this.wire?.close({ code, reason })
  }

  terminate(): void {
    this.#ended = true
    this.wire?.cut()
  }

  receive(message: WireMessage): void {
    if (!this.#told) this.events?.onMessage(message)
  }

  drained(): void {
    if (!this.#told) this.events?.onDrain()
  }

  closed(closing: Closing): void {
    if (this.#told) return
    this.#told = true
    this.#ended = true
    this.events?.onClose(closing)
  }

  /** Takes what was held back. */
  flush(): void {
    this.flushing = true
    for (const arrive of this.held.splice(0)) arrive()
    this.flushing = false
  }
}

function sizeOf(message: WireMessage): number {
  return typeof message === 'string' ? message.length : message.byteLength
}
