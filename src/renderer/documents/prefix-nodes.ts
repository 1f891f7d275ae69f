import type { TreeNode as PrefixLevelNode } from '../../shared/contract.ts'
import type { TreeNode } from '../composables/tree-rows.ts'

export interface PrefixLevel {
  readonly nodes: readonly PrefixLevelNode[]
  readonly more: boolean
}

export interface PrefixLine {
  readonly path: string
  /** Null where counting would take a scan. */
  readonly documents: number | null
}

/** The key tree under one root that stands for everything; levels that were not read yet have no children. */
export function prefixTree(levels: ReadonlyMap<string, PrefixLevel>): readonly TreeNode<PrefixLine>[] {
  const root: TreeNode<PrefixLine> = {
    id: '',
    label: 'All documents',
    branch: true,
    data: { path: '', documents: totalOf(levels.get('')) },
  }
  return [withChildren(root, '', levels)]
}

/** The sum of the first level, so that the root never says something else than its branches. */
function totalOf(top: PrefixLevel | undefined): number | null {
  if (!top || top.more) return null
  return top.nodes.reduce<number | null>((sum, { documents }) => (sum === null || documents === null ? null : sum + documents), 0)
}

function withChildren(node: TreeNode<PrefixLine>, path: string, levels: ReadonlyMap<string, PrefixLevel>): TreeNode<PrefixLine> {
  const level = levels.get(path)
  if (!level) return node
  const children = level.nodes.map((child) =>
    withChildren(
      { id: child.path, label: child.name, branch: child.branch, data: { path: child.path, documents: child.documents } },
      child.path,
      levels,
    ),
  )
  return { ...node, children, more: level.more }
}

/** The branches to open so that a prefix can be seen: itself excluded. */
export function ancestorsOf(prefix: string): readonly string[] {
  const parts = prefix.split('/')
  return ['', ...parts.slice(0, -1).map((_, index) => parts.slice(0, index + 1).join('/'))]
}
