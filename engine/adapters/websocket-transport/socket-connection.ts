import type { RawData, WebSocket } from 'ws'
import { CLOSING } from '../../core/protocol/closing.ts'
import type { Connection, ConnectionEvents, WireMessage } from '../../ports/transport.ts'

/** A reader who lets so much wait is cut off: he comes back and goes on from where he is. */
const MAX_BUFFERED_BYTES = 4 * 2 ** 20
/** Below this there is room again. */
const LOW_WATER_BYTES = 64 * 1024
/** A peer that does not answer a good-bye is left after this. */
const CLOSE_TIMEOUT_MS = 2000
const MAX_REASON_BYTES = 123

/** One end of a WebSocket. */
export class SocketConnection implements Connection {
  readonly remoteAddress: string
  readonly #socket: WebSocket
  #wasFull = false

  constructor(socket: WebSocket, remoteAddress: string) {
    this.#socket = socket
    this.remoteAddress = remoteAddress
  }

  /** Tells of messages from now on; `close` comes once, whatever ended it. */
  follow(events: ConnectionEvents): void {
    const socket = this.#socket
    let open = true
    socket.on('message', (data: RawData, isBinary: boolean) => {
      if (open) events.onMessage(isBinary ? bytesOf(data) : textOf(data))
    })
    socket.on('close', (code, reason) => {
      if (!open) return
      open = false
      events.onClose({ code, reason: reason.toString() })
    })
    // The close that follows an error tells all that there is to tell.
    socket.on('error', () => undefined)
    this.#onDrain = () => {
      if (open) events.onDrain()
    }
  }

  get bufferedBytes(): number {
    return this.#socket.bufferedAmount
  }

  send(message: WireMessage): void {
    const socket = this.#socket
    if (socket.readyState !== socket.OPEN) return
    socket.send(message, this.#sent)
    if (socket.bufferedAmount > LOW_WATER_BYTES) this.#wasFull = true
    if (socket.bufferedAmount > MAX_BUFFERED_BYTES) this.close(CLOSING.overload, 'the reader is too slow')
  }

  close(code: number, reason: string): void {
    const socket = this.#socket
    socket.close(code, clipped(reason))
    const timer = setTimeout(() => socket.terminate(), CLOSE_TIMEOUT_MS)
    timer.unref()
    socket.once('close', () => clearTimeout(timer))
  }

  terminate(): void {
    this.#socket.terminate()
  }

  #onDrain: () => void = () => undefined

  readonly #sent = (): void => {
    if (!this.#wasFull || this.#socket.bufferedAmount > LOW_WATER_BYTES) return
    this.#wasFull = false
    this.#onDrain()
  }
}

/** WebSocket has room for 123 bytes of a reason, and throws at more. */
function clipped(reason: string): string {
  const bytes = Buffer.from(reason)
  if (bytes.length <= MAX_REASON_BYTES) return reason
  // Half a character at the end is left out.
  return bytes.toString('utf8', 0, MAX_REASON_BYTES).replace(/\uFFFD+$/, '')
}

function textOf(data: RawData): string {
  return Buffer.isBuffer(data) ? data.toString('utf8') : bytesOf(data).toString('utf8')
}

function bytesOf(data: RawData): Buffer {
  if (Buffer.isBuffer(data)) return data
  return Array.isArray(data) ? Buffer.concat(data) : Buffer.from(data)
}
