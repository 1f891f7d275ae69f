import { expect, test } from 'vitest'
import { decodeKeyState, encodeKeyState } from './contents-text.ts'
import { ABSENT, addWrite, receive, receiveAbsence, rewind, seal, settle, viewOf } from './key-state.ts'
import type { KeyState, LocalWrite } from './key-state.ts'
import type { Contents } from './merge-contents.ts'

function contents(value: Contents['value']): Contents {
  return { value, metadata: {} }
}

function write(state: KeyState, opId: string, value: Contents['value']): KeyState {
  const edit: LocalWrite = { opId, kind: 'set', over: viewOf(state), value: contents(value), hlc: '', priority: 'normal', at: 1 }
  return addWrite(state, edit)
}

const KNOWN: KeyState = { confirmed: { version: 9, seq: 40, contents: contents({ a: 1, b: 1 }) }, operations: [] }

test('P-142 what is rewound is shown as it was, and any news of the hub is newer', () => {
  const rewound = rewind(KNOWN)
  expect(viewOf(rewound)).toEqual(contents({ a: 1, b: 1 }))
  const told = receive(rewound, { version: 2, seq: 7, contents: contents({ a: 0 }) })
  expect(told.confirmed).toEqual({ version: 2, seq: 7, contents: contents({ a: 0 }) })
  expect(viewOf(receiveAbsence(rewound))).toBe(ABSENT)
})

test('P-145 what was pending says what its author saw, until it fits what the hub has', () => {
  const sent = seal(write(KNOWN, 'op-1', { a: 2, b: 1 }), 'op-1')
  const rewound = rewind(write(sent, 'op-2', { a: 2, b: 2 }))
  const earlier = { base: 0, direct: false, restored: true }
  expect(rewound.operations).toMatchObject([earlier, earlier])
  expect(viewOf(rewound)).toEqual(contents({ a: 2, b: 2 }))
  const told = receive(rewound, { version: 3, contents: contents({ a: 1, b: 1, c: 1 }) })
  // The first may have left under its id; the second fits, and is an edit like any other.
  expect(told.operations[0]).toMatchObject({ ...earlier, over: contents({ a: 1, b: 1 }), value: contents({ a: 2, b: 1 }) })
  expect(told.operations[1]).toMatchObject({ base: 3, direct: false })
  expect(told.operations[1]).not.toHaveProperty('restored')
  const clashing = receive(rewind(write(KNOWN, 'op-1', { a: 2, b: 1 })), { version: 3, contents: contents({ a: 5 }) })
  expect(clashing.operations).toMatchObject([{ ...earlier, value: contents({ a: 2, b: 1 }) }])
})

test('P-145 who writes on what is rewound says what he saw, too, and what joins it keeps saying so', () => {
  const written = write(rewind(KNOWN), 'op-1', { a: 3, b: 1 })
  const joined = write(written, 'op-2', { a: 4, b: 1 })
  expect(joined.operations).toMatchObject([
    { opId: 'op-1', base: 0, direct: false, restored: true, over: contents({ a: 1, b: 1 }) },
  ])
  const dropped = settle(seal(joined, 'op-1'), 'op-1', { status: 'dropped' })
  expect(dropped.confirmed.rewound).toBe(true)
  const committed = settle(seal(joined, 'op-1'), 'op-1', { status: 'committed', version: 4, seq: 12 })
  expect(committed.confirmed).toEqual({ version: 4, seq: 12, contents: contents({ a: 4, b: 1 }) })
})

test('P-141 all of it is read as it was written', () => {
  const state = write(seal(write(rewind(KNOWN), 'op-1', { a: 3, b: 1 }), 'op-1'), 'op-2', { a: 3, b: 7 })
  expect(decodeKeyState(encodeKeyState(state))).toEqual(state)
  const known = write(KNOWN, 'op-1', { a: 3 })
  expect(decodeKeyState(encodeKeyState(known)).confirmed).toEqual(KNOWN.confirmed)
})
