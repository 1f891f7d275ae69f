import { SrvraError } from '../../core/errors.ts'
import type { HubFrame } from '../../core/protocol/frames.ts'
import type { Codec } from '../../ports/codec.ts'
import type { Connection, WireMessage } from '../../ports/transport.ts'
import type { HubSettings } from './hub-settings.ts'
import { SessionCounts } from './session-counts.ts'

/** Frames on a connection: texts, or what a codec makes of them once both ends agreed on one. */
export class FrameChannel {
  readonly counts = new SessionCounts()
  readonly #connection: Connection
  readonly #settings: HubSettings
  #codec: Codec | undefined

  constructor(connection: Connection, settings: HubSettings) {
    this.#connection = connection
    this.#settings = settings
  }

  /** From now on large frames are compressed. */
  agreeOn(codec: Codec): void {
    this.#codec = codec
  }

  get address(): string {
    return this.#connection.remoteAddress
  }

  get bufferedBytes(): number {
    return this.#connection.bufferedBytes
  }

  send(frame: HubFrame): void {
    this.sendText(JSON.stringify(frame), 0)
  }

  /** Sends a frame that is text already; `saved` says what deltas left out of it. */
  sendText(text: string, saved: number): void {
    const bytes = this.#codec && text.length >= this.#settings.compressionThreshold ? this.#codec.compress(text) : undefined
    if (!bytes || bytes.byteLength >= text.length) {
      this.counts.countSent(text.length, saved)
      this.#connection.send(text)
      return
    }
    this.counts.countSent(bytes.byteLength, saved + text.length - bytes.byteLength)
    this.#connection.send(bytes)
  }

  /** The text of a message. Throws E_FRAME_SYNTAX and E_FRAME_TOO_LARGE. */
  read(message: WireMessage): string {
    this.counts.countReceived(typeof message === 'string' ? message.length : message.byteLength)
    if (typeof message === 'string') return message
    if (this.#codec) return this.#codec.decompress(message, this.#settings.limits.frameBytes)
    throw new SrvraError('E_FRAME_SYNTAX', 'Binary frames are for connections that agreed on a codec; send text.')
  }

  close(code: number, reason: string): void {
    this.#connection.close(code, reason)
  }

  terminate(): void {
    this.#connection.terminate()
  }
}
