import { expect, test } from 'vitest'

import { views } from '../views.ts'
import { findKeyConflicts } from './conflicts.ts'
import { frameCommands, listCommands } from './frame-commands.ts'

const frame = (id: string, keys: string) => ({ id, keys, view: undefined })

test('V-3 equal keys and keys that begin another sequence collide', () => {
  const clashes = findKeyConflicts([frame('a', 'g'), frame('b', 'g s'), frame('c', 's'), frame('d', 's'), frame('e', '')])
  expect(clashes.map(([one, other]) => `${one.id}${other.id}`)).toEqual(['ab', 'cd'])
})

test('V-3 two views may share keys, a view and the frame may not', () => {
  const state = { id: 'state.edit', keys: 'e', view: 'state' }
  const history = { id: 'history.export', keys: 'e', view: 'history' }
  expect(findKeyConflicts([state, history])).toEqual([])
  expect(findKeyConflicts([state, frame('frame.e', 'e')])).toHaveLength(1)
})

test('V-3 the console ships without a collision', () => {
  const shipped = [
    ...[...frameCommands, ...listCommands].filter(({ fixed }) => !fixed).map(({ id, keys = '' }) => frame(id, keys)),
    ...views.map(({ id, keys }) => frame(`go.${id}`, keys)),
    ...views.flatMap(({ id: view, commands = [] }) => commands.map(({ id, keys = '' }) => ({ id, keys, view }))),
  ]
  expect(findKeyConflicts(shipped)).toEqual([])
})
