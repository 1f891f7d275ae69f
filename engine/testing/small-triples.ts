import { admitJson, NO_JSON_LIMITS, type JsonValue } from '../core/json/index.ts'
import { seeded } from './faults/seeded.ts'

type Draft = null | boolean | number | string | Draft[] | { [name: string]: Draft }

const NAMES = ['a', 'b', 'c', 'id', 'name', '', '0', '10', 'constructor', 'toString', 'a/b', '~']
const SCALARS = [null, true, false, 0, 1, 2, 3, -1.5, 1e300, '', 'x', 'y', 'e\u0301', '😀', '\u0001"\\', 'open', 'closed'] as const
const WORDS = ['alpha ', 'beta ', 'gamma.\n', '😀', '😁', 'é ', 'delta, ', 'x', 'aaa', '\n']
const IDENTITIES = ['id', '_id', 'key', 'name'] as const

/** Small documents with a few edits on each side, fast to make, so that very many can be tried; a triple for each seed. */
export function smallTriple(seed: number): readonly (JsonValue | undefined)[] {
  return new TripleMaker(seed).make()
}

class TripleMaker {
  readonly #fraction: () => number

  constructor(seed: number) {
    this.#fraction = seeded(seed)
  }

  make(): readonly (JsonValue | undefined)[] {
    const base = this.#value(3)
    const sides = [base, this.#edited(base), this.#edited(base)].map((side) => admitJson(side, NO_JSON_LIMITS))
    const absent = this.#below(36)
    return sides.map((side, at) => (at === absent ? undefined : side))
  }

  #below(limit: number): number {
    return Math.floor(this.#fraction() * limit)
  }

  #one<Item>(items: readonly Item[]): Item {
    return items[this.#below(items.length)] as Item
  }

  #value(depth: number): Draft {
    const kind = depth === 0 ? 0 : this.#below(8)
    if (kind >= 6) return this.#records(depth - 1)
    if (kind >= 3) return this.#object(depth - 1)
    if (kind === 2) return Array.from({ length: this.#below(7) }, () => this.#value(this.#below(3) === 0 ? depth - 1 : 0))
    return this.#below(3) === 0 ? this.#prose() : this.#one(SCALARS)
  }

  #object(depth: number): Draft {
    return Object.fromEntries(Array.from({ length: this.#below(5) }, () => [this.#one(NAMES), this.#value(depth)]))
  }

  /** Elements with an identity; now and then one lacks it, or two share it. */
  #records(depth: number): Draft[] {
    const field = this.#one(IDENTITIES)
    return Array.from({ length: this.#below(6) }, (_, at) => this.#record(field, this.#below(20) === 0 ? 0 : at, depth))
  }

  #record(field: string, identity: number, depth: number): Draft {
    return {
      [field]: this.#below(40) === 0 ? null : identity,
      quantity: this.#below(3),
      rest: this.#value(depth - 1 > 0 ? depth - 1 : 0),
    }
  }

  #prose(): string {
    return Array.from({ length: this.#below(16) }, () => this.#one(WORDS)).join('')
  }

  #edited(base: Draft): Draft {
    const root = [structuredClone(base)]
    for (let edits = this.#below(4); edits > 0; edits--) this.#edit(root)
    return root[0] as Draft
  }

  /** Goes down to a random place and does something there. */
  #edit(root: Draft[]): void {
    let parent: Draft[] | Record<string, Draft> = root
    let name: string | number = 0
    for (;;) {
      const inner: Draft = Reflect.get(parent, name) as Draft
      if (inner === null || typeof inner !== 'object' || this.#below(4) === 0) break
      const names = Object.keys(inner)
      if (names.length === 0) break
      parent = inner
      name = this.#one(names)
    }
    const target = Reflect.get(parent, name) as Draft
    if (this.#below(12) === 0) Reflect.set(parent, name, this.#value(1))
    else if (Array.isArray(target)) this.#editList(target)
    else if (target !== null && typeof target === 'object') this.#editObject(target)
    else Reflect.set(parent, name, typeof target === 'string' && target.length > 3 ? this.#spliced(target) : this.#one(SCALARS))
  }

  #editList(list: Draft[]): void {
    const at = this.#below(list.length + 1)
    const model = this.#one(list)
    const kind = this.#below(5)
    if (kind === 0) list.splice(at, 1)
    else if (kind < 3 && list.length > 0) list.splice(this.#below(list.length), 0, ...list.splice(at, 1))
    else list.splice(at, 0, this.#likeOf(model))
  }

  /** Another element of the same kind: with another identity, or a small number of them, so that both sides may add the same. */
  #likeOf(model: Draft | undefined): Draft {
    const field = IDENTITIES.find((name) => model !== null && typeof model === 'object' && Object.hasOwn(model, name))
    return field === undefined ? this.#value(1) : this.#record(field, 10 + this.#below(4), 1)
  }

  #editObject(members: Record<string, Draft>): void {
    const name = this.#one(Object.keys(members))
    if (name !== undefined && this.#below(2) === 0) delete members[name]
    else members[this.#one(NAMES)] = this.#value(1)
  }

  /** By whole characters, so that no surrogate pair is cut. */
  #spliced(text: string): string {
    const characters = Array.from(text)
    characters.splice(this.#below(characters.length + 1), this.#below(4), this.#below(3) === 0 ? '' : this.#one(WORDS))
    return characters.join('')
  }
}
