import { SrvraError, type ErrorDetails } from '../errors.ts'
import { Admission, admissionOf, markAdmitted } from './admission.ts'
import { include } from './assemble.ts'
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

  take(value: unknown, depth: number): JsonValue {
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
        return value === null ? null : this.#container(value, depth)
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

  #container(value: object, depth: number): JsonValue {
    const known = admissionOf(value)
    if (known !== undefined) return this.#adopt(value as JsonObject | JsonArray, known, depth)
    if (this.#ancestors.includes(value)) throw this.#refuse('E_TYPE', 'contains itself', depth)
    if (depth >= this.#limits.maxDepth) throw tooDeep(depth + 1, this.#limits.maxDepth, this.#pathText(depth))
    this.#ancestors.push(value)
    const admitted = Array.isArray(value) ? this.#array(value, depth) : this.#object(value, depth)
    this.#ancestors.pop()
    return admitted
  }

  #adopt<T extends JsonObject | JsonArray>(value: T, known: Admission, depth: number): T {
    const reached = depth + known.depth
    if (reached > this.#limits.maxDepth) throw tooDeep(reached, this.#limits.maxDepth, this.#pathText(depth))
    return value
  }

  #array(value: readonly unknown[], depth: number): JsonArray {
    const defect = this.#owned ? undefined : arrayDefect(value)
    if (defect !== undefined) throw this.#refuse('E_TYPE', defect, depth)
    const { length } = value
    const items = (this.#owned ? value : []) as JsonValue[]
    const admission = new Admission()
    admission.bound += length
    this.#count(length, 0)
    for (let i = 0; i < length; i++) {
      this.#path[depth] = i
      const item = this.take(this.#owned ? value[i] : this.#read(value, i, depth + 1), depth + 1)
      items[i] = item
      include(admission, item)
    }
    return markAdmitted(items, admission)
  }

  #object(value: object, depth: number): JsonObject {
    const defect = this.#owned ? undefined : objectDefect(value)
    if (defect !== undefined) throw this.#refuse('E_TYPE', defect, depth)
    const shape = this.#shape(value, depth)
    const admission = new Admission()
    admission.bound += shape.bound
    admission.fields = shape.names.length
    admission.plain = shape.plain
    this.#count(0, shape.names.length)
    return markAdmitted(this.#members(value, shape, admission, depth), admission)
  }

  #members(value: object, shape: Shape, admission: Admission, depth: number): JsonObject {
    const inPlace = this.#owned && shape.inOrder
    const members = (inPlace ? value : {}) as Record<string, JsonValue>
    for (const name of shape.sorted) {
      this.#path[depth] = name
      const raw = this.#owned ? (value as Record<string, unknown>)[name] : this.#read(value, name, depth + 1)
      const item = this.take(raw, depth + 1)
      // In place, scalars stay as they are but for -0, which equals its canonical form 0.
      if (!inPlace || item !== raw || item === 0) members[name] = item
      include(admission, item)
    }
    return members
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
