import { SrvraError } from '../errors.ts'
import type { JsonObject, JsonValue } from '../json/json-value.ts'

/** Reads the members of a frame, each held to what it has to be. What a frame has besides is left alone: newer peers may say more. */
export class Fields {
  readonly #object: JsonObject
  readonly #path: string

  constructor(object: JsonObject, path: string) {
    this.#object = object
    this.#path = path
  }

  has(name: string): boolean {
    return Object.hasOwn(this.#object, name)
  }

  any(name: string): JsonValue | undefined {
    return this.has(name) ? this.#object[name] : undefined
  }

  text(name: string, most: number): string {
    const value = this.any(name)
    if (typeof value !== 'string') throw this.#wrong(name, `a text of at most ${most} characters`)
    if (value.length > most) throw this.#beyond(name, most, value.length)
    return value
  }

  matching(name: string, form: RegExp, what: string): string {
    const value = this.any(name)
    if (typeof value !== 'string' || !form.test(value)) throw this.#wrong(name, what)
    return value
  }

  oneOf<Name extends string>(name: string, names: readonly Name[]): Name {
    const value = this.any(name)
    const found = names.find((candidate) => candidate === value)
    if (found === undefined) throw this.#wrong(name, `one of ${names.join(', ')}`)
    return found
  }

  /** A whole number from 0. */
  count(name: string): number {
    const value = this.any(name)
    if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0) throw this.#wrong(name, 'a whole number from 0')
    return value
  }

  number(name: string): number {
    const value = this.any(name)
    if (typeof value !== 'number') throw this.#wrong(name, 'a number')
    return value
  }

  flag(name: string): boolean {
    const value = this.any(name)
    if (typeof value !== 'boolean') throw this.#wrong(name, 'true or false')
    return value
  }

  object(name: string): JsonObject {
    const value = this.any(name)
    if (!isObject(value)) throw this.#wrong(name, 'an object')
    return value
  }

  /** The members of an object within. */
  fields(name: string): Fields {
    return new Fields(this.object(name), `${this.#path}.${name}`)
  }

  list(name: string, most: number): readonly JsonValue[] {
    const value = this.any(name)
    if (!Array.isArray(value)) throw this.#wrong(name, `a list of at most ${most} elements`)
    if (value.length > most) throw this.#beyond(name, most, value.length)
    return value as readonly JsonValue[]
  }

  texts(name: string, most: number, longest: number): readonly string[] {
    const list = this.list(name, most)
    list.forEach((element, index) => {
      if (typeof element !== 'string') throw this.#wrong(`${name}[${index}]`, 'a text')
      if (element.length > longest) throw this.#beyond(`${name}[${index}]`, longest, element.length)
    })
    return list as readonly string[]
  }

  /** Elements that are objects, read one by one. */
  each<Read>(name: string, most: number, read: (element: Fields) => Read): readonly Read[] {
    return this.list(name, most).map((element, index) => {
      if (!isObject(element)) throw this.#wrong(`${name}[${index}]`, 'an object')
      return read(new Fields(element, `${this.#path}.${name}[${index}]`))
    })
  }

  /** What is read where the member is there; nothing otherwise. */
  optional<Name extends string, Read>(name: Name, read: (fields: Fields) => Read): { readonly [Key in Name]?: Read } {
    return (this.has(name) ? { [name]: read(this) } : {}) as { readonly [Key in Name]?: Read }
  }

  #wrong(name: string, expected: string): SrvraError {
    const path = `${this.#path}.${name}`
    return new SrvraError('E_TYPE', `A frame's ${path} has to be ${expected}.`, { path, expected })
  }

  #beyond(name: string, limit: number, actual: number): SrvraError {
    const path = `${this.#path}.${name}`
    return new SrvraError('E_LIMIT', `A frame's ${path} has ${actual}, more than the ${limit} that it may have.`, {
      path,
      limit,
      actual,
    })
  }
}

export function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
