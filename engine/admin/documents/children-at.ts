import { compareCodePoints } from '../../core/query/index.ts'
import type { DocumentReads } from '../permitted/document-reads.ts'
import type { TreeNode } from '../commands.ts'

/** Sorts behind every key that begins with what stands before it. */
const LAST = '\u{10FFFF}'

export interface ChildrenQuery {
  readonly prefix: string
  /** A name: those behind it are wanted. */
  readonly after?: string
  readonly limit: number
}

/**
 * One level of the key tree as it was. Nothing keeps counts of the past, so `documents` is null; each name is found by
 * a look or two behind the one before it, never by reading what lies below.
 */
export function childrenAt(
  storage: DocumentReads,
  { prefix, after = '', limit }: ChildrenQuery,
  atSeq: number,
): readonly TreeNode[] {
  const level = new LevelAt(storage, prefix === '' ? '' : `${prefix}/`, atSeq)
  const nodes: TreeNode[] = []
  let name = level.nameAfter(after)
  while (name !== undefined && nodes.length < limit) {
    nodes.push({ name, path: level.base + name, documents: null, branch: level.isBranch(name) })
    name = level.nameAfter(name)
  }
  return nodes
}

class LevelAt {
  readonly base: string
  readonly #storage: DocumentReads
  readonly #atSeq: number

  constructor(storage: DocumentReads, base: string, atSeq: number) {
    this.#storage = storage
    this.base = base
    this.#atSeq = atSeq
  }

  isBranch(name: string): boolean {
    return this.#first(`${this.base}${name}/`) !== undefined
  }

  /** The smallest name behind another one. Keys and names differ in order: `a-b` comes before `a/b`, but `a` before `a-b`. */
  nameAfter(last: string): string | undefined {
    let behind = last === '' ? undefined : this.base + last
    for (;;) {
      const key = this.#first(this.base, behind)
      if (key === undefined) return undefined
      const [name = ''] = key.slice(this.base.length).split('/', 1)
      if (compareCodePoints(name, last) > 0) return this.#branchBefore(name, last) ?? name
      behind = `${this.base}${name}/${LAST}`
    }
  }

  /** A name that begins this one, where a character before the slash follows, has its own keys behind this one's. */
  #branchBefore(name: string, last: string): string | undefined {
    for (let end = 1; end < name.length; end++) {
      const shorter = name.slice(0, end)
      if (name.charAt(end) < '/' && compareCodePoints(shorter, last) > 0 && this.isBranch(shorter)) return shorter
    }
    return undefined
  }

  #first(prefix: string, after?: string): string | undefined {
    return this.#storage.list({ prefix, limit: 1, atSeq: this.#atSeq, ...(after === undefined ? {} : { after }) })[0]?.key
  }
}
