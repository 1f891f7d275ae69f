import { randomBytes, randomInt } from 'node:crypto'
import type { Random } from '../ports/random.ts'

const PARTS = 2 ** 32

/** The operating system's generator. */
export const systemRandom: Random = {
  token: (bytes) => randomBytes(bytes).toString('base64url'),
  fraction: () => randomInt(PARTS) / PARTS,
}
