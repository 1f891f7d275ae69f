import { expect, test } from 'vitest'

import type { RoleView } from '../../shared/contract.ts'
import { endedText } from '../sign-in/sign-in-words.ts'
import { emptyRoleForm, formOf, hiddenText, patternsText, roleOf, verdictText } from './people-words.ts'

const nurse: RoleView = {
  name: 'nurse',
  description: 'Looks after a ward.',
  access: ['read', 'write'],
  documents: {
    read: ['ward/1/**', 'bed/*'],
    write: ['ward/1/*/visits'],
    hide: [{ pattern: '**', fields: ['/ssn', '/bills/*/amount'] }],
  },
  builtIn: false,
}

test('V-323 a role that is opened and saved again is the same role', () => {
  const { builtIn: _builtIn, ...role } = nurse
  expect(roleOf(formOf(nurse))).toEqual(role)
  expect(roleOf({ ...emptyRoleForm, name: ' clerk ', access: ['write', 'read'], read: ' a/** \n\n b ', write: '\n' })).toEqual({
    name: 'clerk',
    description: '',
    access: ['read', 'write'],
    documents: { read: ['a/**', 'b'], write: [] },
  })
})

test('V-323 what a role lets see and do is said in words', () => {
  expect([patternsText(['**', 'a']), patternsText([]), patternsText(['a', 'b'])]).toEqual(['all keys', 'none', 'a, b'])
  expect([hiddenText(nurse), hiddenText({ documents: { read: [], write: [] } })]).toEqual(['/ssn /bills/*/amount in **', 'nothing'])
  const verdict = (read: boolean, write: boolean, hidden: readonly string[] = []) =>
    verdictText({ access: [], read, write, hidden, roles: [] })
  expect([verdict(false, false), verdict(true, false), verdict(true, true, ['/ssn'])]).toEqual([
    'May neither read nor write it.',
    'May read it, and not write it.',
    'May read and write it; does not see /ssn.',
  ])
})

test('V-320 whoever was signed out is told why', () => {
  const state = { required: true, stays: false, emergency: false, idleMs: 1 } as const
  expect(endedText(undefined)).toBeUndefined()
  expect(endedText(state)).toBeUndefined()
  expect(endedText({ ...state, ended: 'idle' })).toContain('nobody touched a key')
})
