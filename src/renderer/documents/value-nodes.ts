import type { TreeNode } from '../composables/tree-rows.ts'
import type { JsonValue } from '../../shared/contract.ts'
import { jsonPointer, type PathSegment } from '../format/json-path.ts'

/** What a line of the value tree stands for. */
export interface ValueLine {
  readonly path: readonly PathSegment[]
  readonly value: JsonValue
}

/** Members of one object or list shown at first, and more with each 'Show more'. */
export const valuePage = 100

interface Opened {
  readonly expanded: ReadonlySet<string>
  /** How many members of a node are shown, where not the first page. */
  readonly shown: ReadonlyMap<string, number>
}

function membersOf(value: JsonValue): readonly (readonly [PathSegment, JsonValue])[] {
  if (Array.isArray(value)) return value.map((element: JsonValue, index) => [index, element])
  return typeof value === 'object' && value !== null ? Object.entries(value) : []
}

function memberCount(value: JsonValue): number {
  if (Array.isArray(value)) return value.length
  return typeof value === 'object' && value !== null ? Object.keys(value).length : 0
}

function nodeOf(path: readonly PathSegment[], value: JsonValue, opened: Opened): TreeNode<ValueLine> {
  const id = jsonPointer(path)
  const count = memberCount(value)
  const node = { id, label: String(path.at(-1) ?? 'value'), branch: count > 0, data: { path, value } }
  // Only what is open is built: a document of any size costs what is on screen.
  if (count === 0 || !opened.expanded.has(id)) return node
  return { ...node, ...levelOf(path, value, opened) }
}

function levelOf(
  path: readonly PathSegment[],
  value: JsonValue,
  opened: Opened,
): { children: readonly TreeNode<ValueLine>[]; more: boolean } {
  const shown = opened.shown.get(jsonPointer(path)) ?? valuePage
  const members = membersOf(value)
  return {
    children: members.slice(0, shown).map(([name, member]) => nodeOf([...path, name], member, opened)),
    more: members.length > shown,
  }
}

/** The lines of a document as a tree: its members at the top, or the value itself when it has none. */
export function valueNodes(value: JsonValue, opened: Opened): readonly TreeNode<ValueLine>[] {
  // A root line would say nothing that the members do not, except that there are more of them.
  const root = nodeOf([], value, { ...opened, expanded: new Set([...opened.expanded, '']) })
  return root.children && !root.more ? root.children : [root]
}

/** What is open at first: the root, and small members of a small document. */
export function initiallyExpanded(value: JsonValue, sizeBytes: number): ReadonlySet<string> {
  const open = new Set([''])
  if (sizeBytes > 4_000) return open
  for (const [name, member] of membersOf(value)) if (memberCount(member) <= 12) open.add(jsonPointer([name]))
  return open
}

/** `5 fields`, `12 elements`: what a closed branch holds. */
export function describeMembers(value: JsonValue): string {
  const count = memberCount(value)
  const noun = Array.isArray(value) ? 'element' : 'field'
  return `${count.toLocaleString('en')} ${count === 1 ? noun : `${noun}s`}`
}
