import type { JsonArray, JsonObject } from './json-value.ts'

/** What the engine knows about an admitted container without walking it again. */
export class Admission {
  /** Never less than the UTF-8 bytes of the canonical text: cheap to keep, and enough for all but large documents. */
  bound = 2
  /** Object members in the whole subtree. */
  fields = 0
  /** Nested containers, this one included. */
  depth = 1
  /** True when `JSON.stringify` writes the canonical text: no member name below sorts unlike the engine lists it. */
  plain = true
  /** Exact UTF-8 bytes of the canonical text once someone asked, -1 before. */
  bytes = -1
  /** Content hash once someone asked, and the function that made it. */
  hash: string | undefined = undefined
  hashedBy: unknown = undefined
}

/** A constructor may return another object than the new one; this one returns its argument. */
const Itself = function itself(container: object): object {
  return container
} as unknown as new (container: object) => object

/**
 * A private field on the container itself: fields are laid on what the parent constructor returns.
 * Nobody else can see or forge it, and reading it costs a fraction of a WeakMap entry, in time and in garbage collection.
 */
class Mark extends Itself {
  readonly #admission: Admission

  constructor(container: object, admission: Admission) {
    super(container)
    this.#admission = admission
  }

  static of(container: object): Admission | undefined {
    return #admission in container ? container.#admission : undefined
  }
}

/** Freezes a canonical container whose children are admitted, and remembers what is known about it. */
export function markAdmitted<T extends JsonObject | JsonArray>(container: T, admission: Admission): T {
  return Object.freeze(new Mark(container, admission) as object as T)
}

export function admissionOf(container: object): Admission | undefined {
  return Mark.of(container)
}
