import { expect, test } from 'vitest'

import { allCommands } from '../all-commands.ts'
import { findKeyConflicts } from './conflicts.ts'

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
  const shipped = allCommands
    .filter(({ definition }) => !definition.fixed)
    .map(({ definition: { id, keys = '' }, view }) => ({ id, keys, view }))
  expect(findKeyConflicts(shipped)).toEqual([])
  expect(new Set(shipped.map(({ id }) => id)).size).toBe(shipped.length)
})
