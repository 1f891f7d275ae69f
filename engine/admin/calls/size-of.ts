import { SrvraError } from '../../core/errors.ts'

/** An argument nests no deeper than a document may, plus its wrapping; the engine checks documents precisely. */
const MAX_DEPTH = 256

/**
 * Bytes that an argument takes, roughly as JSON, counted without recursion and never further than `limit`.
 * Throws E_TOO_LARGE beyond it, E_DEPTH for a nesting that no document may have, and E_TYPE for what is not JSON.
 */
export function sizeOf(argument: unknown, limit: number): number {
  let bytes = 0
  const pending: { value: unknown; depth: number }[] = [{ value: argument, depth: 0 }]
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { value, depth } = next
    bytes += 8 + ownBytes(value)
    if (bytes > limit) throw tooLarge(limit)
    if (depth > MAX_DEPTH) throw new SrvraError('E_DEPTH', `The call nests deeper than ${MAX_DEPTH} levels.`, { limit: MAX_DEPTH })
    if (typeof value !== 'object' || value === null) continue
    for (const [name, member] of membersOf(value)) {
      bytes += name.length
      pending.push({ value: member, depth: depth + 1 })
    }
    // Members are counted before they are visited, so that a wide argument can not fill the list first.
    if (bytes + pending.length * 8 > limit) throw tooLarge(limit)
  }
  return bytes
}

function ownBytes(value: unknown): number {
  if (typeof value === 'string') return value.length
  if (typeof value === 'object' || typeof value === 'number' || typeof value === 'boolean' || value === undefined) return 0
  throw new SrvraError('E_TYPE', `The call carries a ${typeof value}, which is not JSON.`, { type: typeof value })
}

function membersOf(value: object): Iterable<[string, unknown]> {
  if (Array.isArray(value)) return value.map((element): [string, unknown] => ['', element])
  const prototype: unknown = Object.getPrototypeOf(value)
  if (prototype === Object.prototype || prototype === null) return Object.entries(value)
  throw new SrvraError('E_TYPE', 'The call carries an object that is not plain, such as a date or a map.', { type: 'object' })
}

function tooLarge(limit: number): SrvraError {
  return new SrvraError('E_TOO_LARGE', `The call carries more than ${limit} bytes. Send less at a time.`, { limit })
}
