import { syntaxTree } from '@codemirror/language'
import type { EditorState } from '@codemirror/state'
import type { SyntaxNode } from '@lezer/common'

import type { DraftProblem } from '../../../shared/contract.ts'
import { parsePath, type PathSegment } from '../../format/json-path.ts'

interface Range {
  readonly from: number
  readonly to: number
}

const values = new Set(['Object', 'Array', 'String', 'Number', 'True', 'False', 'Null'])

function childrenOf(node: SyntaxNode): readonly SyntaxNode[] {
  const children: SyntaxNode[] = []
  for (let child = node.firstChild; child; child = child.nextSibling) children.push(child)
  return children
}

function valueIn(node: SyntaxNode): SyntaxNode | undefined {
  return childrenOf(node).find(({ name }) => values.has(name))
}

function nameOf(state: EditorState, property: SyntaxNode): string | undefined {
  const name = property.getChild('PropertyName')
  try {
    return name ? (JSON.parse(state.sliceDoc(name.from, name.to)) as string) : undefined
  } catch {
    // A name that somebody is typing has no value yet.
    return undefined
  }
}

function step(state: EditorState, node: SyntaxNode, segment: PathSegment): SyntaxNode | undefined {
  if (typeof segment === 'number') return childrenOf(node).filter(({ name }) => values.has(name))[segment]
  // Of two members with one name the last counts, as in the value.
  const property = node.getChildren('Property').findLast((member) => nameOf(state, member) === segment)
  return property && valueIn(property)
}

/** Where a path leads in JSON text; as far as it leads when the rest is not there. */
export function rangeOfPath(state: EditorState, path: readonly PathSegment[]): Range {
  let node = valueIn(syntaxTree(state).topNode)
  if (!node) return { from: 0, to: state.doc.length }
  for (const segment of path) {
    const next: SyntaxNode | undefined = step(state, node, segment)
    if (!next) break
    node = next
  }
  return { from: node.from, to: node.to }
}

/** Where to underline a problem: its place in the text when the text is no JSON, else the value at its path. */
export function rangeOfProblem(state: EditorState, problem: DraftProblem): Range {
  if (problem.line === undefined) return firstLine(state, rangeOfPath(state, parsePath(problem.path)))
  const line = state.doc.line(Math.max(1, Math.min(problem.line, state.doc.lines)))
  const at = Math.min(line.from + (problem.column ?? 1) - 1, line.to)
  return { from: Math.min(at, Math.max(line.from, line.to - 1)), to: Math.min(at + 1, state.doc.length) }
}

// An object over a hundred lines is not underlined whole.
function firstLine(state: EditorState, { from, to }: Range): Range {
  return { from, to: Math.min(to, state.doc.lineAt(from).to) }
}
