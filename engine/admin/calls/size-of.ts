import { SrvraError } from '../../core/errors.ts'

/** An argument nests no deeper than a document may, plus its wrapping; the engine checks documents precisely. */
const MAX_DEPTH = 256
/** What every value is counted with, whatever its kind. */
const VALUE_BYTES = 8

interface Pending {
  readonly value: unknown
  readonly depth: number
}

/**
 * Bytes that an argument takes, roughly as JSON, counted without recursion and never far beyond `limit`. Throws
 * E_TOO_LARGE beyond it, E_DEPTH for a nesting that no document may have, and E_TYPE for what is not JSON.
 */
export function sizeOf(argument: unknown, limit: number): number {
  const counter = new SizeCounter(limit)
  counter.push(argument, '', 0)
  return counter.count()
}

class SizeCounter {
  readonly #limit: number
  readonly #pending: Pending[] = []
  #bytes = 0

  constructor(limit: number) {
    this.#limit = limit
  }

  count(): number {
    for (let next = this.#pending.pop(); next !== undefined; next = this.#pending.pop()) this.#open(next)
    return this.#bytes
  }

  /** A member is counted when it is found, so that a wide argument can not fill the memory first. */
  push(value: unknown, name: string, depth: number): void {
    this.#bytes += VALUE_BYTES + name.length + ownBytes(value)
    if (this.#bytes > this.#limit) {
      throw new SrvraError('E_TOO_LARGE', `The call carries more than ${this.#limit} bytes. Send less at a time.`, {
        limit: this.#limit,
      })
    }
    if (typeof value === 'object' && value !== null) this.#pending.push({ value, depth })
  }

  #open({ value, depth }: Pending): void {
    if (depth > MAX_DEPTH) throw new SrvraError('E_DEPTH', `The call nests deeper than ${MAX_DEPTH} levels.`, { limit: MAX_DEPTH })
    if (Array.isArray(value)) {
      for (const element of value as unknown[]) this.push(element, '', depth + 1)
      return
    }
    const object = plain(value as object)
    for (const name in object) this.push(object[name], name, depth + 1)
  }
}

function ownBytes(value: unknown): number {
  if (typeof value === 'string') return value.length
  if (typeof value === 'object' || typeof value === 'number' || typeof value === 'boolean' || value === undefined) return 0
  throw new SrvraError('E_TYPE', `The call carries a ${typeof value}, which is not JSON.`, { type: typeof value })
}

function plain(value: object): Record<string, unknown> {
  const prototype: unknown = Object.getPrototypeOf(value)
  if (prototype === Object.prototype || prototype === null) return value as Record<string, unknown>
  throw new SrvraError('E_TYPE', 'The call carries an object that is not plain, such as a date or a map.', { type: 'object' })
}
