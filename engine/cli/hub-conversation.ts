import { webSocketTransport } from '../adapters/websocket-transport/index.ts'
import { SrvraError } from '../core/errors.ts'
import { CLOSING } from '../core/protocol/closing.ts'
import type { HubFrame, ReplicaFrame } from '../core/protocol/frames.ts'
import { DEFAULT_PROTOCOL_LIMITS } from '../core/protocol/limits.ts'
import { parseHubFrame } from '../core/protocol/parse-frame.ts'
import type { Closing, Connection, ConnectionEvents, WireMessage } from '../ports/transport.ts'
import type { HubConnection } from './hub-connection.ts'

type FrameOf<Type extends HubFrame['type']> = Extract<HubFrame, { readonly type: Type }>

interface Expectation {
  readonly type: HubFrame['type']
  readonly resolve: (frame: HubFrame) => void
  readonly reject: (error: Error) => void
}

/** A connection with a hub on which questions are asked one by one, frame by frame. */
export class HubConversation {
  readonly #url: string
  readonly #connection: Connection
  #expected: Expectation | undefined
  #failure: Error | undefined

  private constructor(url: string, connection: Connection) {
    this.#url = url
    this.#connection = connection
  }

  /** Throws E_UNREACHABLE. */
  static open({ url, ca }: HubConnection, timeoutMs: number): Promise<HubConversation> {
    return new Promise((resolve, reject) => {
      const open = (connection: Connection): ConnectionEvents => {
        const conversation = new HubConversation(url, connection)
        resolve(conversation)
        return conversation.#events()
      }
      const failed = ({ reason }: Closing): void => reject(unanswered(url, reason))
      webSocketTransport(ca === undefined ? {} : { ca }).connect(url, { timeoutMs }, open, failed)
    })
  }

  /** Sends a frame and waits for the next one of a type. Throws what the hub says against it, and E_UNREACHABLE when it goes. */
  ask<Type extends HubFrame['type']>(frame: ReplicaFrame, answer: Type): Promise<FrameOf<Type>> {
    return new Promise((resolve, reject) => {
      if (this.#failure) return reject(this.#failure)
      this.#expected = { type: answer, resolve: (heard) => resolve(heard as FrameOf<Type>), reject }
      this.#connection.send(JSON.stringify(frame))
    })
  }

  close(): void {
    this.#connection.close(CLOSING.normal, 'that was all')
  }

  #events(): ConnectionEvents {
    return {
      onMessage: (message) => this.#hear(message),
      onDrain: () => undefined,
      onClose: ({ reason }) => this.#fail(unanswered(this.#url, reason)),
    }
  }

  #hear(message: WireMessage): void {
    try {
      const frame = parseHubFrame(String(message), DEFAULT_PROTOCOL_LIMITS)
      if (frame.type === 'error') this.#fail(new SrvraError(frame.code, frame.message, { url: this.#url }))
      else if (frame.type === this.#expected?.type) this.#expected.resolve(frame)
    } catch (error) {
      this.#fail(error as Error)
    }
  }

  #fail(error: Error): void {
    this.#failure ??= error
    this.#expected?.reject(this.#failure)
  }
}

function unanswered(url: string, reason: string): SrvraError {
  return new SrvraError('E_UNREACHABLE', `No hub answers at ${url}: ${reason === '' ? 'the connection is closed' : reason}.`, {
    url,
  })
}
