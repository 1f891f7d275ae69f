import type { Hash } from '../json/content-hash.ts'

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
const BITS_PER_CHARACTER = 6n
const MODULUS = 1n << 256n

/**
 * A sum over documents that does not depend on their order: two stores with equal digests hold the same live keys,
 * versions and contents. Adding and removing one document costs one hash, so it can be kept up to date.
 */
export class StateDigest {
  readonly #hash: Hash
  #sum = 0n

  constructor(hash: Hash) {
    this.#hash = hash
  }

  /** Takes in a live document by its content hash. */
  add(key: string, version: number, contentHash: string): void {
    this.#sum = (this.#sum + this.#term(key, version, contentHash)) % MODULUS
  }

  /** Takes out what `add` took in. */
  remove(key: string, version: number, contentHash: string): void {
    this.#sum = (this.#sum + MODULUS - this.#term(key, version, contentHash)) % MODULUS
  }

  /** The digest as 43 base64url characters, like the hashes that it is made of. */
  toString(): string {
    let text = ''
    for (let rest = this.#sum << 2n, index = 0; index < 43; index += 1, rest >>= BITS_PER_CHARACTER)
      text = ALPHABET[Number(rest & 63n)] + text
    return text
  }

  #term(key: string, version: number, contentHash: string): bigint {
    return toNumber(this.#hash(`${key}\0${version}\0${contentHash}`))
  }
}

/** A SHA-256 in base64url (43 characters, the last two bits are padding) as a number. */
function toNumber(digest: string): bigint {
  let number = 0n
  for (const character of digest) number = (number << BITS_PER_CHARACTER) | BigInt(ALPHABET.indexOf(character))
  return number >> 2n
}
