import { connect, createServer, type Server, type Socket } from 'node:net'

/** What a proxy does with what passes: lets it through, holds it, lets it trickle, loses one direction, or cuts. */
export type NetworkMode = 'pass' | 'stall' | 'slow' | 'deaf' | 'mute' | 'cut'

interface Pair {
  readonly client: Socket
  readonly server: Socket
}

const TRICKLE_BYTES = 256
const TRICKLE_MS = 5

/** A TCP proxy whose network is as bad as it is told to be. What it holds is not lost when it passes again. */
export class FaultProxy {
  readonly #server: Server
  readonly #pairs = new Set<Pair>()
  readonly #targetPort: () => number
  #mode: NetworkMode = 'pass'
  #held: (() => void)[] = []

  private constructor(targetPort: () => number) {
    this.#targetPort = targetPort
    this.#server = createServer((client) => this.#join(client))
  }

  /** A proxy in front of a port of this machine; the port is looked up for each connection, because servers come back elsewhere. */
  static async open(targetPort: () => number): Promise<FaultProxy> {
    const proxy = new FaultProxy(targetPort)
    await new Promise<void>((resolve) => proxy.#server.listen(0, '127.0.0.1', resolve))
    return proxy
  }

  get port(): number {
    const address = this.#server.address()
    return typeof address === 'object' && address ? address.port : 0
  }

  set mode(mode: NetworkMode) {
    this.#mode = mode
    if (mode === 'cut') this.#cut()
    if (mode !== 'stall') for (const pass of this.#held.splice(0)) pass()
  }

  async close(): Promise<void> {
    this.#cut()
    await new Promise((resolve) => this.#server.close(resolve))
  }

  #cut(): void {
    for (const { client, server } of this.#pairs) {
      client.destroy()
      server.destroy()
    }
    this.#pairs.clear()
    this.#held = []
  }

  #join(client: Socket): void {
    if (this.#mode === 'cut') {
      client.destroy()
      return
    }
    const server = connect(this.#targetPort(), '127.0.0.1')
    const pair = { client, server }
    this.#pairs.add(pair)
    this.#forward(client, server, 'mute')
    this.#forward(server, client, 'deaf')
    const end = (): void => {
      this.#pairs.delete(pair)
      client.destroy()
      server.destroy()
    }
    for (const socket of [client, server]) socket.on('error', end).on('close', end)
  }

  /** In the mode `lost` the other end is there and never hears a thing: half of the connection is dead. */
  #forward(from: Socket, to: Socket, lost: NetworkMode): void {
    from.on('data', (data: Buffer) => {
      if (this.#mode === lost) return
      if (this.#mode === 'stall') {
        from.pause()
        this.#held.push(() => {
          to.write(data)
          from.resume()
        })
      } else if (this.#mode === 'slow') this.#trickle(data, from, to)
      else if (!to.write(data)) {
        from.pause()
        to.once('drain', () => from.resume())
      }
    })
  }

  #trickle(data: Buffer, from: Socket, to: Socket): void {
    from.pause()
    const step = (offset: number): void => {
      if (to.destroyed || from.destroyed) return
      to.write(data.subarray(offset, offset + TRICKLE_BYTES))
      if (offset + TRICKLE_BYTES < data.length) setTimeout(step, TRICKLE_MS, offset + TRICKLE_BYTES)
      else from.resume()
    }
    step(0)
  }
}
