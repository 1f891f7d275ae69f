import { onTestFinished } from 'vitest'
import type { Accept, Closing, Connection, ConnectionEvents, Transport, WireMessage } from '../../ports/transport.ts'

/** What a transport's test hands to the contract. */
export interface TransportFixture {
  readonly transport: Transport
  /** Opens a place where connections arrive. */
  listen(accept: Accept): Promise<{ readonly url: string; close(): Promise<void> }>
  /** An address where nobody listens. */
  readonly nowhere: string
  /** Lets things happen until something holds; throws when it does not come to that. */
  until(holds: () => boolean): Promise<void>
  dispose?(): void
}

export type CreateTransport = () => Promise<TransportFixture>

/** Writes down what an end is told. `busy` is set while one of the end's own calls is on the stack. */
export class Witness implements ConnectionEvents {
  readonly messages: WireMessage[] = []
  readonly closings: Closing[] = []
  readonly connection: Connection
  drains = 0
  /** Something was told from within a call, or after the end. */
  readonly indecencies: string[] = []
  #busy = false

  constructor(connection: Connection) {
    this.connection = connection
  }

  /** Calls the connection, noting whether it calls back before it returns. */
  call(use: (connection: Connection) => void): void {
    this.#busy = true
    use(this.connection)
    this.#busy = false
  }

  onMessage(message: WireMessage): void {
    this.#decent('a message')
    this.messages.push(message)
  }

  onDrain(): void {
    this.#decent('room')
    this.drains++
  }

  onClose(closing: Closing): void {
    this.#decent('the end')
    this.closings.push(closing)
  }

  #decent(what: string): void {
    if (this.#busy) this.indecencies.push(`${what} from within a call`)
    if (this.closings.length > 0) this.indecencies.push(`${what} after the end`)
  }
}

/** Two ends of one connection. */
export interface Pair {
  readonly near: Witness
  readonly far: Witness
  readonly fixture: TransportFixture
}

/** Connects, and asks at the end of the test whether everything was told decently. */
export async function join(create: CreateTransport): Promise<Pair> {
  const fixture = await open(create)
  const ends: { near?: Witness; far?: Witness } = {}
  const { url } = await listenFor(fixture, (connection) => (ends.far = new Witness(connection)))
  fixture.transport.connect(
    url,
    { timeoutMs: 5000 },
    (connection) => (ends.near = new Witness(connection)),
    ({ reason }) => {
      throw new Error(`no connection: ${reason}`)
    },
  )
  await fixture.until(() => ends.near !== undefined && ends.far !== undefined)
  return { near: ends.near as Witness, far: ends.far as Witness, fixture }
}

export async function open(create: CreateTransport): Promise<TransportFixture> {
  const fixture = await create()
  onTestFinished(() => fixture.dispose?.())
  return fixture
}

export async function listenFor(fixture: TransportFixture, accept: Accept): ReturnType<TransportFixture['listen']> {
  const place = await fixture.listen(accept)
  let closed: Promise<void> | undefined
  const close = (): Promise<void> => (closed ??= place.close())
  onTestFinished(() => void close())
  return { url: place.url, close }
}
