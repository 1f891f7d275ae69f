/** A node of a tree. Children are undefined while not read (`branch` tells whether there are any). */
export interface TreeNode<Data = unknown> {
  readonly id: string
  readonly label: string
  readonly branch: boolean
  readonly children?: readonly TreeNode<Data>[]
  /** More children exist than were read: a row that reads on is shown below them. */
  readonly more?: boolean
  readonly data?: Data
}

/** One visible line of a tree, with what a screen reader is told of its place. */
export interface TreeRow<Data = unknown> {
  readonly kind: 'node' | 'more' | 'loading'
  readonly id: string
  readonly node: TreeNode<Data>
  readonly level: number
  readonly position: number
  readonly siblings: number
  readonly parent: string | undefined
  readonly expanded: boolean
}

/** The lines of a tree that are visible under a set of expanded ids, top to bottom. */
export function flattenTree<Data>(roots: readonly TreeNode<Data>[], expanded: ReadonlySet<string>): readonly TreeRow<Data>[] {
  const rows: TreeRow<Data>[] = []
  const visit = (nodes: readonly TreeNode<Data>[], level: number, parent: string | undefined): void => {
    nodes.forEach((node, index) => {
      const open = node.branch && expanded.has(node.id)
      rows.push({ kind: 'node', id: node.id, node, level, position: index + 1, siblings: nodes.length, parent, expanded: open })
      if (!open) return
      const child = { node, level: level + 1, position: 1, siblings: 1, parent: node.id, expanded: false }
      if (!node.children) rows.push({ ...child, kind: 'loading', id: `${node.id}\u0000loading` })
      else visit(node.children, level + 1, node.id)
      if (node.children && node.more) rows.push({ ...child, kind: 'more', id: `${node.id}\u0000more` })
    })
  }
  visit(roots, 1, undefined)
  return rows
}

export type TreeMove =
  | { readonly type: 'focus'; readonly index: number }
  | { readonly type: 'expand' | 'collapse'; readonly id: string }

/** What an arrow key does in a tree, as the ARIA pattern has it: right opens, then enters; left closes, then leaves. */
export function treeMove<Data>(rows: readonly TreeRow<Data>[], index: number, key: string): TreeMove | undefined {
  const row = rows[index]
  if (!row) return undefined
  if (key === 'ArrowRight' && row.kind === 'node' && row.node.branch) {
    return row.expanded ? focusOn(index + 1, rows.length) : { type: 'expand', id: row.id }
  }
  if (key === 'ArrowLeft') {
    if (row.expanded) return { type: 'collapse', id: row.id }
    const parent = rows.findIndex((other) => other.id === row.parent)
    return parent < 0 ? undefined : { type: 'focus', index: parent }
  }
  return undefined
}

function focusOn(index: number, length: number): TreeMove {
  return { type: 'focus', index: Math.min(index, length - 1) }
}

/** The next row, cyclically, whose label begins with the typed text. */
export function findByTypeahead<Data>(rows: readonly TreeRow<Data>[], from: number, typed: string): number {
  const text = typed.toLowerCase()
  // One letter looks on from the next row; more letters refine, so the present row may still match.
  const start = typed.length === 1 ? from + 1 : from
  for (let step = 0; step < rows.length; step += 1) {
    const index = (start + step) % rows.length
    const row = rows[index]
    if (row?.kind === 'node' && row.node.label.toLowerCase().startsWith(text)) return index
  }
  return -1
}
