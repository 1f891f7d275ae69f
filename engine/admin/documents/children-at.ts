import type { Storage } from '../../ports/storage.ts'
import type { TreeNode } from '../commands.ts'

/** Sorts behind every key that begins with what stands before it. */
const LAST = '\u{10FFFF}'

export interface ChildrenQuery {
  readonly prefix: string
  readonly after?: string
  readonly limit: number
}

/**
 * One level of the key tree as it was. Nothing keeps counts of the past, so `documents` is null; each name is found by
 * one look behind the one before it.
 */
export function childrenAt(storage: Storage, { prefix, after, limit }: ChildrenQuery, atSeq: number): readonly TreeNode[] {
  const base = prefix === '' || prefix.endsWith('/') ? prefix : `${prefix}/`
  const nodes: TreeNode[] = []
  let behind = after === undefined ? undefined : `${base}${after}/${LAST}`
  while (nodes.length < limit) {
    const [row] = storage.list({ prefix: base, limit: 1, atSeq, ...(behind === undefined ? {} : { after: behind }) })
    if (row === undefined) break
    const [name = ''] = row.key.slice(base.length).split('/', 1)
    const path = `${base}${name}`
    const branch = row.key !== path || storage.list({ prefix: `${path}/`, limit: 1, atSeq }).length > 0
    // A name that is both a document and a branch comes up twice: `a`, then `a-b`, then `a/b`.
    if (!nodes.some((node) => node.name === name)) nodes.push({ name, path, documents: null, branch })
    behind = row.key === path ? path : `${path}/${LAST}`
  }
  return nodes
}
