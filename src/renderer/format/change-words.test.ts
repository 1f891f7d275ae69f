import { expect, test } from 'vitest'

import { changeReason, changeTone, changeWord } from './change-words.ts'

test('V-120 a change says what it was and why', () => {
  expect(changeWord({ kind: 'set', version: 1, deleted: false })).toBe('created')
  expect(changeWord({ kind: 'set', version: 2, deleted: false })).toBe('set')
  expect(changeWord({ kind: 'import', version: 9, deleted: true })).toBe('deleted')
  expect(changeWord({ kind: 'rollback', version: 9, deleted: true })).toBe('rolled back')
  expect(changeTone({ kind: 'rollback', deleted: true })).toBe('danger')
  expect(changeReason({ seq: 5, reason: 'typo', cause: 'undo:4' })).toBe('typo')
  expect(changeReason({ seq: 5, cause: 'rollback:41' })).toBe('rolled back to version 41')
  expect(changeReason({ seq: 5, cause: 'undo:4' })).toBe('undo of change 4')
  expect(changeReason({ seq: 5, cause: 'bulk:XRgh' })).toBe('with others, in one act')
  expect(changeReason({ seq: 5, batch: 3 })).toBe('with change 3')
  expect(changeReason({ seq: 3, batch: 3 })).toBe('')
})
