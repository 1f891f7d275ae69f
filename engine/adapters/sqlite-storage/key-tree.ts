import { compareCodePoints } from '../../core/query/index.ts'
import type * as Port from '../../ports/storage.ts'
import { AFTER_ALL, NEXT } from './listing.ts'
import type { Connection } from './open-database.ts'
import type { PrefixTable } from './prefix-table.ts'

/** `/` is followed by `0`: what sorts after every key below a path. */
const BEHIND_BRANCH = '0'
const SLASH = '/'

/**
 * One level of the key tree, by skipping from node to node: each costs a few seeks, however much lies under it. The
 * counts are kept, not counted.
 */
export class KeyTree {
  readonly #prefixes: PrefixTable
  readonly #nextKey
  readonly #isLive
  readonly #keys

  constructor(database: Connection, prefixes: PrefixTable) {
    this.#prefixes = prefixes
    this.#nextKey = database
      .prepare<[string, string], string>('SELECT key FROM documents WHERE key >= ? AND key < ? ORDER BY key LIMIT 1')
      .pluck()
    this.#isLive = database.prepare<[string], number>('SELECT value IS NOT NULL FROM documents WHERE key = ?').pluck()
    this.#keys = database.prepare<[string, number], { readonly key: string; readonly live: number }>(
      'SELECT key, value IS NOT NULL AS live FROM documents WHERE key > ? ORDER BY key LIMIT ?',
    )
  }

  /** `isLive` tells whether a key holds a value, where that is not what its row says now. */
  children(
    page: { readonly prefix: string; readonly after?: string; readonly limit: number },
    isLive = (key: string) => this.#isLive.get(key) === 1,
  ): readonly Port.PrefixNode[] {
    const base = page.prefix === '' ? '' : page.prefix + SLASH
    const nodes: Port.PrefixNode[] = []
    let last = page.after
    for (const name of this.#names(base, page.after)) {
      if (last !== undefined && compareCodePoints(name, last) <= 0) continue
      const node = this.#node(base, name, isLive)
      if (!node) continue
      nodes.push(node)
      last = name
      if (nodes.length === page.limit) break
    }
    return nodes
  }

  /** All keys in order, in pages, and whether each holds a value (1) or not (0). */
  keys(after: string, limit: number): readonly { readonly key: string; readonly live: number }[] {
    return this.#keys.all(after, limit)
  }

  #node(base: string, name: string, isLive: (key: string) => boolean): Port.PrefixNode | undefined {
    const path = base + name
    const below = this.#prefixes.documentsUnder(path)
    const documents = below + Number(isLive(path))
    return documents === 0 ? undefined : { name, path, documents, branch: below > 0 }
  }

  /**
   * Names in order, some of them twice. Keys come in another order than names: `a-b` is a key before `a/c`, but `a` is a
   * name before `a-b`. So before a name come those that it continues with a sign below the slash.
   */
  *#names(base: string, after: string | undefined): Generator<string> {
    let from = after === undefined ? base : base + after
    for (let key = this.#nextKey.get(from, base + AFTER_ALL); key !== undefined; key = this.#nextKey.get(from, base + AFTER_ALL)) {
      const slash = key.indexOf(SLASH, base.length)
      const name = slash < 0 ? key.slice(base.length) : key.slice(base.length, slash)
      for (let end = 1; end < name.length; end += 1) if (name.charAt(end) < SLASH) yield name.slice(0, end)
      yield name
      from = slash < 0 ? key + NEXT : base + name + BEHIND_BRANCH
    }
  }
}
