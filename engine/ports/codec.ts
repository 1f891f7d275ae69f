/** Makes texts smaller for the way, by a method that both ends know by its name. */
export interface Codec {
  /** As negotiated: `deflate-raw`. */
  readonly name: string
  compress(text: string): Uint8Array
  /** Throws E_FRAME_TOO_LARGE when more than `maxBytes` would come out (a bomb), E_FRAME_SYNTAX when it is none of ours. */
  decompress(bytes: Uint8Array, maxBytes: number): string
}
