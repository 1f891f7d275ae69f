import { admitJson, admitParsed, encodePointer, equalJson, type JsonLimits, type JsonValue } from '../json/index.ts'
import { isArray, isScalar } from './delta.ts'
import { refusal, type ParsedOperation } from './json-patch-operation.ts'

type Container = Record<string, JsonValue> | JsonValue[]

const INDEX = /^(?:0|[1-9]\d*)$/

/** A document while a JSON patch is carried out on it: what an operation touches is copied once and then changed in place. */
export class PatchDraft {
  readonly #limits: JsonLimits
  readonly #copied = new Set<JsonValue>()
  #root: JsonValue
  #index = 0

  constructor(base: JsonValue, limits: JsonLimits) {
    this.#root = base
    this.#limits = limits
  }

  /** Throws E_PATCH_PATH when a place is not there, E_PATCH_TEST when a test fails. */
  apply(operation: ParsedOperation, index: number): void {
    this.#index = index
    const { op, path, from, value } = operation
    if (op === 'add') this.#add(path, value)
    else if (op === 'replace') this.#replace(path, value)
    else if (op === 'remove') this.#remove(path)
    else if (op === 'test') this.#test(path, value)
    else if (op === 'copy') this.#add(path, this.#snapshot(this.#read(from)))
    else this.#move(from, path)
  }

  finish(): JsonValue {
    return admitParsed(this.#root, this.#limits)
  }

  #test(path: readonly string[], value: JsonValue): void {
    if (!equalJson(this.#read(path), value)) throw this.#refuse('E_PATCH_TEST', 'tests for another value', path)
  }

  #move(from: readonly string[], path: readonly string[]): void {
    const value = this.#read(from)
    if (from.length === path.length && startsWith(path, from)) return
    if (startsWith(path, from)) throw this.#refuse('E_PATCH_PATH', 'moves a value into itself', path)
    this.#remove(from)
    this.#add(path, value)
  }

  #add(path: readonly string[], value: JsonValue): void {
    const name = path.at(-1)
    if (name === undefined) {
      this.#root = value
      return
    }
    const parent = this.#parentOf(path)
    if (Array.isArray(parent)) parent.splice(this.#indexIn(parent, name, path, parent.length), 0, value)
    else this.#setMember(parent, name, value, path)
  }

  #replace(path: readonly string[], value: JsonValue): void {
    this.#read(path)
    const name = path.at(-1)
    if (name === undefined) {
      this.#root = value
      return
    }
    const parent = this.#parentOf(path)
    if (Array.isArray(parent)) parent[Number(name)] = value
    else this.#setMember(parent, name, value, path)
  }

  #remove(path: readonly string[]): void {
    this.#read(path)
    const name = path.at(-1)
    if (name === undefined) throw this.#refuse('E_PATCH_PATH', 'removes the whole document', path)
    const parent = this.#parentOf(path)
    if (Array.isArray(parent)) parent.splice(Number(name), 1)
    else delete parent[name]
  }

  #setMember(parent: Record<string, JsonValue>, name: string, value: JsonValue, path: readonly string[]): void {
    if (name === '__proto__') throw this.#refuse('E_KEY_FORBIDDEN', 'names a member "__proto__"', path)
    parent[name] = value
  }

  /** The container that holds the last segment's place, copied so that it may be changed. */
  #parentOf(path: readonly string[]): Container {
    this.#root = this.#own(this.#root, path)
    let parent = this.#root as Container
    for (const segment of path.slice(0, -1)) {
      const child = this.#own(this.#child(parent, segment, path), path)
      if (Array.isArray(parent)) parent[Number(segment)] = child
      else parent[segment] = child
      parent = child as Container
    }
    return parent
  }

  #own(value: JsonValue, path: readonly string[]): JsonValue {
    if (isScalar(value)) throw this.#refuse('E_PATCH_PATH', 'names a place that is not there', path)
    if (this.#copied.has(value)) return value
    const copy = isArray(value) ? [...value] : { ...value }
    this.#copied.add(copy)
    return copy
  }

  #read(path: readonly string[]): JsonValue {
    let value = this.#root
    for (const segment of path) {
      if (isScalar(value)) throw this.#refuse('E_PATCH_PATH', 'names a place that is not there', path)
      value = this.#child(value as Container, segment, path)
    }
    return value
  }

  #child(container: Container, segment: string, path: readonly string[]): JsonValue {
    const name = Array.isArray(container) ? String(this.#indexIn(container, segment, path, container.length - 1)) : segment
    if (!Object.hasOwn(container, name)) throw this.#refuse('E_PATCH_PATH', 'names a place that is not there', path)
    return (container as Record<string, JsonValue>)[name] as JsonValue
  }

  /** An index up to `last`; `-` is the one after the last element. */
  #indexIn(list: readonly JsonValue[], segment: string, path: readonly string[], last: number): number {
    const index = segment === '-' ? list.length : INDEX.test(segment) ? Number(segment) : Infinity
    if (index > last) throw this.#refuse('E_PATCH_PATH', 'names an index that the list does not have', path)
    return index
  }

  /** A copy that later operations on the original do not reach. Held to the limits, or copies of copies would grow without end. */
  #snapshot(value: JsonValue): JsonValue {
    return admitJson(value, this.#limits)
  }

  #refuse(code: string, why: string, path: readonly string[]): Error {
    return refusal(code, why, this.#index, { pointer: encodePointer(path) })
  }
}

function startsWith(path: readonly string[], prefix: readonly string[]): boolean {
  return prefix.every((segment, at) => path[at] === segment)
}
