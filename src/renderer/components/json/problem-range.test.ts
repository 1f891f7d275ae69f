import { json } from '@codemirror/lang-json'
import { ensureSyntaxTree } from '@codemirror/language'
import { EditorState } from '@codemirror/state'
import { expect, test } from 'vitest'

import { parsePath } from '../../format/json-path.ts'
import { rangeOfPath, rangeOfProblem } from './problem-range.ts'

function stateOf(doc: string): EditorState {
  const state = EditorState.create({ doc, extensions: [json()] })
  ensureSyntaxTree(state, doc.length, 1000)
  return state
}

const text = '{\n  "a": [1, {"odd name": "x"}],\n  "b": 1,\n  "b": 2\n}'

test.for([
  ['$.a[1]["odd name"]', '"x"'],
  ['$.a[0]', '1'],
  ['$.b', '2'],
  ['$.a[1].missing', '{"odd name": "x"}'],
])('V-113 a problem at %s underlines %s', ([path = '', underlined]) => {
  const { from, to } = rangeOfPath(stateOf(text), parsePath(path))
  expect(text.slice(from, to)).toBe(underlined)
})

test('V-113 a problem of the whole document underlines its first line, one of the text its place', () => {
  const state = stateOf(text)
  expect(rangeOfProblem(state, { path: '', code: 'E', message: '' })).toEqual({ from: 0, to: 1 })
  const { from, to } = rangeOfProblem(state, { path: '', code: 'E', message: '', line: 3, column: 3 })
  expect(text.slice(from, to)).toBe('"')
})

test('V-113 a place beyond the text stays within it', () => {
  for (const doc of ['', '{', '{"a":\n']) {
    const { from, to } = rangeOfProblem(stateOf(doc), { path: '', code: 'E', message: '', line: 99, column: 99 })
    expect(from).toBeGreaterThanOrEqual(0)
    expect(to).toBeLessThanOrEqual(doc.length)
    expect(from).toBeLessThanOrEqual(to)
  }
})
