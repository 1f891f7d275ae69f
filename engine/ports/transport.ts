/** A message as it travels: text, or bytes made by a codec. */
export type WireMessage = string | Uint8Array

/** Why a connection is over; codes as WebSocket has them (1000 normal, 1006 lost, 44xx ours). */
export interface Closing {
  readonly code: number
  readonly reason: string
}

/** What an end of a connection is told, in order, never from within one of its own calls. */
export interface ConnectionEvents {
  onMessage(message: WireMessage): void
  /** Room again after `bufferedBytes` had been high. */
  onDrain(): void
  /** Exactly once, whoever closed; nothing follows. */
  onClose(closing: Closing): void
}

/** One end of a connection whose messages arrive whole and in order, or not at all. */
export interface Connection {
  /** Bytes taken by `send` that have not left this machine. */
  readonly bufferedBytes: number
  /** Where the other end is, for people: an address with port. */
  readonly remoteAddress: string
  /** Queues a message. On a connection that is closing or closed it does nothing. */
  send(message: WireMessage): void
  /** Says good-bye; what was sent before still arrives. */
  close(code: number, reason: string): void
  /** Ends it at once, for a peer that does not answer any more. */
  terminate(): void
}

/** A place where connections arrive. */
export interface Listener {
  /** As a replica writes it in `nodes`: ws://127.0.0.1:7420. */
  readonly url: string
  readonly port: number
  /** Takes no further connections and ends those there are; resolves when the port is free. */
  close(): Promise<void>
}

export interface ConnectOptions {
  readonly timeoutMs: number
}

/** Carries messages between replicas and hubs. */
export interface Transport {
  /** Begins to connect. `onOpen` comes first, or `onClose` alone when it fails. The returned function gives it up. */
  connect(
    url: string,
    options: ConnectOptions,
    open: (connection: Connection) => ConnectionEvents,
    failed: (closing: Closing) => void,
  ): () => void
}

/** Receives connections. `accept` is called for each and answers with who is told of its messages. */
export type Accept = (connection: Connection) => ConnectionEvents
