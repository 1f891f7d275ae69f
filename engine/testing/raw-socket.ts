import { connect } from 'node:net'
import type { Socket } from 'node:net'
import { onTestFinished } from 'vitest'
import { until } from './until.ts'

/** A frame of WebSocket as it lies on the wire. */
export interface WireFrame {
  readonly opcode: number
  readonly payload: Buffer
}

export const OPCODE = { continuation: 0, text: 1, binary: 2, reserved: 3, close: 8 } as const

/** Headers of a request that becomes a WebSocket; those given replace or, when undefined, remove them. */
export function upgradeRequest(host: string, headers: Readonly<Record<string, string | undefined>> = {}): string {
  const all = {
    Host: host,
    Upgrade: 'websocket',
    Connection: 'Upgrade',
    'Sec-WebSocket-Key': 'c3J2cmEtc3JldnJhLXNydg==',
    'Sec-WebSocket-Version': '13',
    ...headers,
  }
  const lines = Object.entries(all).flatMap(([name, value]) => (value === undefined ? [] : [`${name}: ${value}\r\n`]))
  return `GET / HTTP/1.1\r\n${lines.join('')}\r\n`
}

/** Bytes of a frame as a client sends it. The mask is all zeros, which is one as good as any. */
export function clientFrame(opcode: number, payload: string | Buffer, { fin = true, masked = true, reserved = 0 } = {}): Buffer {
  const body = Buffer.from(payload as string)
  const first = (fin ? 0x80 : 0) | reserved | opcode
  const mask = masked ? 0x80 : 0
  return Buffer.concat([Buffer.from([first]), lengthOf(body.length, mask), Buffer.alloc(masked ? 4 : 0), body])
}

function lengthOf(length: number, mask: number): Buffer {
  if (length < 126) return Buffer.from([mask | length])
  const long = Buffer.alloc(length < 0x10000 ? 3 : 9)
  if (long.length === 3) {
    long[0] = mask | 126
    long.writeUInt16BE(length, 1)
  } else {
    long[0] = mask | 127
    long.writeBigUInt64BE(BigInt(length), 1)
  }
  return long
}

/** A peer that sends bytes as it likes. */
export class RawSocket {
  readonly socket: Socket
  closed = false
  #received = Buffer.alloc(0)

  constructor(port: number) {
    this.socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true })
    this.socket.on('data', (bytes) => (this.#received = Buffer.concat([this.#received, bytes])))
    this.socket.on('error', () => undefined)
    this.socket.on('end', () => (this.closed = true))
    this.socket.on('close', () => (this.closed = true))
    onTestFinished(() => void this.socket.destroy())
  }

  send(bytes: string | Buffer): void {
    this.socket.write(bytes)
  }

  /** What the server said before any frame; undefined until all of it is there. */
  get status(): number | undefined {
    const head = this.#headEnd()
    return head === undefined ? undefined : Number(this.#received.toString('latin1', 9, 12))
  }

  get text(): string {
    return this.#received.toString('utf8')
  }

  /** The status of the answer to a request. */
  async ask(request: string): Promise<number> {
    this.send(request)
    await until(() => this.status !== undefined || this.closed)
    return this.status ?? 0
  }

  /** Becomes a WebSocket. */
  async upgrade(host = 'localhost'): Promise<void> {
    const status = await this.ask(upgradeRequest(host))
    if (status !== 101) throw new Error(`the upgrade was answered with ${status}`)
  }

  /** The frames that the server sent, whole ones. */
  get frames(): readonly WireFrame[] {
    const frames: WireFrame[] = []
    let at = this.#headEnd() ?? this.#received.length
    while (at + 2 <= this.#received.length) {
      const opcode = (this.#received[at] as number) & 0x0f
      const { length, start } = this.#extent(at + 1)
      if (start + length > this.#received.length) break
      frames.push({ opcode, payload: this.#received.subarray(start, start + length) })
      at = start + length
    }
    return frames
  }

  /** The code of the server's good-bye. */
  get closeCode(): number | undefined {
    const close = this.frames.find(({ opcode }) => opcode === OPCODE.close)
    return close && close.payload.length >= 2 ? close.payload.readUInt16BE(0) : undefined
  }

  async closing(): Promise<number | undefined> {
    await until(() => this.closeCode !== undefined || this.closed)
    return this.closeCode
  }

  #headEnd(): number | undefined {
    const end = this.#received.indexOf('\r\n\r\n')
    return end < 0 ? undefined : end + 4
  }

  #extent(at: number): { length: number; start: number } {
    const short = (this.#received[at] as number) & 0x7f
    if (short < 126) return { length: short, start: at + 1 }
    if (short === 126)
      return { length: this.#received.length < at + 3 ? Infinity : this.#received.readUInt16BE(at + 1), start: at + 3 }
    return { length: this.#received.length < at + 9 ? Infinity : Number(this.#received.readBigUInt64BE(at + 1)), start: at + 9 }
  }
}
