import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto'
import { SrvraError } from '../../core/errors.ts'

/** A password as it is kept: what it takes to tell whether somebody knows it, and no more. */
export interface PasswordHash {
  readonly salt: string
  readonly hash: string
  /** scrypt's N: doubles with each doubling of time and memory. With r = 8 it takes 1 KiB of memory for each. */
  readonly cost: number
}

/** What guessing costs an attacker: 128 MiB and some tenths of a second for each try. */
export const PASSWORD_COST = 2 ** 17
const BLOCK = 8
const BYTES = 32
const SHORTEST = 12
const LONGEST = 256

/** Throws E_PASSWORD when it is too short, too long, or gives away too much. */
export function admitPassword(password: string, user: string): void {
  const refuse = (message: string): never => {
    throw new SrvraError('E_PASSWORD', message, { shortest: SHORTEST, longest: LONGEST })
  }
  if (password.length < SHORTEST) refuse(`A password has at least ${SHORTEST} characters: a few words do.`)
  if (password.length > LONGEST || !password.isWellFormed())
    refuse(`A password has at most ${LONGEST} characters of well-formed text.`)
  if (password.toLowerCase().includes(user.toLowerCase())) refuse('A password does not hold the name of its user.')
  if (new Set(password).size < 5) refuse('A password of so few different characters is guessed soon.')
}

export async function hashPassword(password: string, cost: number): Promise<PasswordHash> {
  const salt = randomBytes(16)
  const hash = await derive(password, salt, cost)
  return { salt: salt.toString('base64url'), hash: hash.toString('base64url'), cost }
}

/** Takes as long for a wrong password as for a right one. */
export async function isPassword(password: string, { salt, hash, cost }: PasswordHash): Promise<boolean> {
  const [shown, known] = [await derive(password, Buffer.from(salt, 'base64url'), cost), Buffer.from(hash, 'base64url')]
  return shown.length === known.length && timingSafeEqual(shown, known)
}

function derive(password: string, salt: Buffer, cost: number): Promise<Buffer> {
  const options = { N: cost, r: BLOCK, p: 1, maxmem: 256 * BLOCK * cost }
  return new Promise((resolve, reject) => {
    // Two ways to type the same letter are the same password.
    scrypt(password.normalize('NFKC').slice(0, LONGEST), salt, BYTES, options, (error, key) =>
      error ? reject(error) : resolve(key),
    )
  })
}
