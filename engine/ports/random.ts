/** Makes identifiers nobody can guess, and chance. The only source of randomness for the engine, so that a simulation can seed it. */
export interface Random {
  /** `bytes` random bytes as base64url text. */
  token(bytes: number): string
  /** A number from 0 up to, and without, 1. */
  fraction(): number
}
