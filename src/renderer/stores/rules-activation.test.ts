import { afterEach, beforeEach, expect, test, vi } from 'vitest'

import type { RuleSetVersion } from '../../shared/contract.ts'
import { rulesText } from '../rules/rules-text.ts'
import { counter, lww, settle, withRules } from '../testing/rules-double.ts'
import { useRulesActivation } from './rules-activation.ts'
import { useToasts } from './toasts.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

test('V-177 a draft comes into force after a review, as the next rule set, and leaves no draft behind', async () => {
  const { draft, asked, rules, settled } = await withRules([lww])
  const activation = useRulesActivation()
  draft.type(rulesText([counter, lww]))
  await settle()
  activation.reviewDraft()
  expect(activation.changes.map(({ change }) => change)).toEqual(['added', 'kept'])
  expect(asked.some(([name]) => name === 'rules.activate')).toBe(false)
  activation.note = '  sales add up '
  settled.next = 2
  await activation.perform()
  expect(asked.find(([name]) => name === 'rules.activate')?.[1]).toEqual({
    rules: [counter, lww],
    basedOn: 1,
    note: 'sales add up',
  })
  await settle()
  expect([rules.version, draft.dirty, draft.text, activation.review]).toEqual([2, false, rulesText([counter, lww]), undefined])
  const [toast] = useToasts().shown
  expect(toast?.title).toBe('Rule set 2 is in force')
  expect(toast?.text).toBe('2 waiting conflicts were settled by it. Undo puts the rules back; what was settled stays settled.')
  await useToasts().undoLast()
  expect([rules.version, rules.inForce]).toEqual([3, [lww]])
})

test('V-177 who is overtaken is told, keeps his draft, and sees what is in force now', async () => {
  const { draft, rules, versions } = await withRules([lww])
  const activation = useRulesActivation()
  draft.type(rulesText([counter]))
  await settle()
  activation.reviewDraft()
  versions.push({ version: 2, rules: [], by: 'somebody-else', at: 5 })
  await activation.perform()
  await settle()
  expect([activation.failure?.code, draft.text, draft.moved, rules.version]).toEqual([
    'E_RULES_MOVED',
    rulesText([counter]),
    true,
    2,
  ])
  activation.dismiss()
  activation.reviewDraft()
  expect(activation.review).toBeUndefined()
  draft.rebase()
  activation.reviewDraft()
  expect(activation.review).toMatchObject({ basedOn: 2, against: [] })
})

test('V-178 going back puts the rules of an earlier set into force as a new one, and the draft stays', async () => {
  const { draft, rules, versions } = await withRules([lww], [counter])
  const activation = useRulesActivation()
  activation.reviewRollback(versions[1] as RuleSetVersion)
  expect(activation.review).toBeUndefined()
  draft.type('[ "unfinished')
  activation.reviewRollback(versions[0] as RuleSetVersion)
  expect([activation.note, activation.changes.map(({ change }) => change)]).toEqual(['Back to rule set 1', ['removed', 'added']])
  await activation.perform()
  await settle()
  expect([rules.version, rules.inForce, versions.at(-1)?.note]).toEqual([3, [lww], 'Back to rule set 1'])
  expect([draft.text, draft.moved]).toEqual(['[ "unfinished', true])
})
