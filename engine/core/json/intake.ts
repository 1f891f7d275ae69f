import { SrvraError, type ErrorDetails } from '../errors.ts'
import { admissionOf, type Admission } from './admission.ts'
import { assembleArray, assembleShaped } from './assemble.ts'
import { isWellFormed } from './byte-length.ts'
import { tooDeep, tooLarge } from './check-limits.ts'
import type { JsonArray, JsonObject, JsonValue } from './json-value.ts'
import type { JsonLimits } from './limits.ts'
import { shapeOf, type Shape } from './member-names.ts'
import { formatPath, type PathSegment } from './path.ts'
import { arrayDefect, describeType, objectDefect } from './plain-data.ts'

/** Far beyond a limit there is nothing left to report exactly: a small cyclic or shared graph may stand for a huge tree. */
const RUNAWAY = 2

/** One pass over one value. Recursion is safe because it ends at `maxDepth` (at most 1,000), however deep the value is. */
export class Intake {
  readonly #limits: JsonLimits
  /** True when the containers may be frozen in place and are known to be plain data. */
  readonly #owned: boolean
  readonly #path: PathSegment[] = []
  readonly #ancestors: object[] = []
  #fields = 0
  #weight = 0

  constructor(limits: JsonLimits, owned: boolean) {
    this.#limits = limits
    this.#owned = owned
  }

  /** What equals its counterpart in `like`, an admitted value, is that counterpart: nothing new is made or kept. // J-16 */
  take(value: unknown, depth: number, like?: JsonValue): JsonValue {
    switch (typeof value) {
      case 'string':
        if (!isWellFormed(value)) throw this.#refuse('E_UNICODE', 'holds half of a surrogate pair', depth)
        this.#weight += value.length
        return value
      case 'number':
        return this.#number(value, depth)
      case 'boolean':
        return value
      case 'object':
        return value === null ? null : this.#container(value, depth, like)
      default:
        throw this.#refuse('E_TYPE', `is ${describeType(value)}`, depth)
    }
  }

  #number(value: number, depth: number): number {
    if (!Number.isFinite(value)) throw this.#refuse('E_NUMBER', `is ${value}, which JSON cannot hold`, depth)
    const size = Math.abs(value)
    // From 1e21 on the canonical text has an exponent, so nobody takes it for an exact integer. // J-8
    if (size > Number.MAX_SAFE_INTEGER && size < 1e21) {
      throw this.#refuse('E_NUMBER', 'is an integer beyond 2^53 - 1, which would be rounded; send it as text', depth)
    }
    return value === 0 ? 0 : value
  }

  #container(value: object, depth: number, like: JsonValue | undefined): JsonValue {
    const known = admissionOf(value)
    if (known !== undefined) return this.#adopt(value as JsonObject | JsonArray, known, depth)
    if (this.#ancestors.includes(value)) throw this.#refuse('E_TYPE', 'contains itself', depth)
    if (depth >= this.#limits.maxDepth) throw tooDeep(depth + 1, this.#limits.maxDepth, this.#pathText(depth))
    this.#ancestors.push(value)
    const admitted = Array.isArray(value) ? this.#array(value, depth, arrayOf(like)) : this.#object(value, depth, objectOf(like))
    this.#ancestors.pop()
    return admitted
  }

  #adopt<T extends JsonObject | JsonArray>(value: T, known: Admission, depth: number): T {
    const reached = depth + known.depth
    if (reached > this.#limits.maxDepth) throw tooDeep(reached, this.#limits.maxDepth, this.#pathText(depth))
    return value
  }

  #array(value: readonly unknown[], depth: number, like: JsonArray | undefined): JsonArray {
    const defect = this.#owned ? undefined : arrayDefect(value)
    if (defect !== undefined) throw this.#refuse('E_TYPE', defect, depth)
    const { length } = value
    const items = (this.#owned ? value : []) as JsonValue[]
    let same = like?.length === length
    this.#count(length, 0)
    for (let i = 0; i < length; i++) {
      this.#path[depth] = i
      const item = this.#member(value, i, depth, like?.[i])
      items[i] = item
      same &&= item === like?.[i]
    }
    return same && like !== undefined ? like : assembleArray(items)
  }

  #object(value: object, depth: number, like: JsonObject | undefined): JsonObject {
    const defect = this.#owned ? undefined : objectDefect(value)
    if (defect !== undefined) throw this.#refuse('E_TYPE', defect, depth)
    const shape = this.#shape(value, depth)
    this.#count(0, shape.names.length)
    const members = (this.#owned && shape.inOrder ? value : {}) as Record<string, JsonValue>
    let same = like !== undefined && Object.keys(like).length === shape.names.length
    for (const name of shape.sorted) {
      this.#path[depth] = name
      const item = this.#member(value, name, depth, like?.[name])
      members[name] = item
      same &&= item === like?.[name]
    }
    return same && like !== undefined ? like : assembleShaped(members, shape)
  }

  #member(container: object, name: string | number, depth: number, like: JsonValue | undefined): JsonValue {
    const members = container as Record<string | number, unknown>
    if (this.#owned) return this.take(members[name], depth + 1)
    // A scalar that is there already was checked when it came, and is given out in place of what was read. What `like` has
    // from its prototype is no scalar.
    if ((typeof like === 'string' || typeof like === 'number') && members[name] === like) return like
    return this.take(this.#read(container, name, depth + 1), depth + 1, like)
  }

  /** One read, of the value itself: an accessor or a proxy gets no chance to answer differently later. */
  #read(container: object, name: string | number, depth: number): unknown {
    const property = Object.getOwnPropertyDescriptor(container, name)
    if (property !== undefined && 'value' in property) return property.value
    throw this.#refuse('E_TYPE', property === undefined ? 'is a hole' : 'is computed by an accessor', depth)
  }

  #shape(value: object, depth: number): Shape {
    const shape = shapeOf(Object.keys(value))
    if (shape.defect !== undefined) {
      const { code, name, reason } = shape.defect
      this.#path[depth] = name
      throw this.#refuse(code, reason, depth + 1)
    }
    const { maxKeyBytes } = this.#limits
    if (shape.longestBytes > maxKeyBytes) {
      const details = { limit: maxKeyBytes, actual: shape.longestBytes }
      throw this.#refuse('E_KEY', `has a member name longer than ${maxKeyBytes} bytes`, depth, details)
    }
    return shape
  }

  #count(items: number, fields: number): void {
    this.#weight += items + fields + 2
    this.#fields += fields
    const { maxBytes, maxFields } = this.#limits
    if (this.#weight > RUNAWAY * maxBytes) throw tooLarge('bytes', this.#weight, maxBytes)
    if (this.#fields > RUNAWAY * maxFields) throw tooLarge('fields', this.#fields, maxFields)
  }

  #refuse(code: string, why: string, depth: number, details: ErrorDetails = {}): SrvraError {
    const path = this.#pathText(depth)
    return new SrvraError(code, `The value at ${path} ${why}; send plain JSON data.`, { path, ...details })
  }

  #pathText(depth: number): string {
    return formatPath(this.#path.slice(0, depth))
  }
}

function arrayOf(like: JsonValue | undefined): JsonArray | undefined {
  return Array.isArray(like) ? (like as JsonArray) : undefined
}

function objectOf(like: JsonValue | undefined): JsonObject | undefined {
  return typeof like === 'object' && like !== null && !Array.isArray(like) ? (like as JsonObject) : undefined
}
