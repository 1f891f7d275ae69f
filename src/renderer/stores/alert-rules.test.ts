import { expect, test } from 'vitest'

import type { AlertRule, AlertView } from '../../shared/contract.ts'
import { failure, installBridge } from '../testing/bridge-double.ts'
import { useAlertRuleForm } from './alert-rule-form.ts'
import { useAlertRules } from './alert-rules.ts'

const rule: AlertRule = {
  id: 'lag',
  title: 'Lag',
  severity: 'warning',
  condition: { kind: 'threshold', series: 'lag', windowMs: 60_000, is: 'above', limit: 1 },
  forMs: 0,
}
const viewsOf = (rules: readonly AlertRule[]): readonly AlertView[] =>
  rules.map((each) => ({ rule: each, state: { status: 'inactive' } }))
const reads = {
  'alerts.list': () => ({ ok: true as const, value: viewsOf([rule]) }),
  'metrics.catalogue': () => ({ ok: true as const, value: [] }),
  'alerts.check-rules': () => ({ ok: true as const, value: [] }),
}

test('V-217 what is drafted counts only once it is saved, from what it began from', async () => {
  const { asked } = installBridge({ ...reads, 'alerts.save-rules': ({ rules }) => ({ ok: true, value: viewsOf(rules) }) })
  const rules = useAlertRules()
  await rules.load()
  const form = useAlertRuleForm()
  form.duplicate()
  form.form.limit = '2'
  await form.take()
  rules.move(-1)
  rules.toggle()
  expect(rules.changes.map(({ id, change }) => [id, change])).toEqual([
    ['lag', 'changed'],
    ['lag-copy', 'added'],
  ])
  expect(asked.some(([name]) => name === 'alerts.save-rules')).toBe(false)
  rules.review()
  await rules.save()
  const saved = asked.find(([name]) => name === 'alerts.save-rules')
  expect(saved?.[1]).toMatchObject({ rules: [{ enabled: false }, { id: 'lag-copy', condition: { limit: 2 } }], basedOn: [rule] })
  expect([rules.reviewing, rules.changes.length]).toEqual([false, 0])
})

test('V-217 a form that the engine finds fault with stays open', async () => {
  const problem = { path: '1.condition.limit', message: 'a figure' }
  installBridge({ ...reads, 'alerts.check-rules': () => ({ ok: true, value: [problem] }) })
  const rules = useAlertRules()
  await rules.load()
  const form = useAlertRuleForm()
  form.create()
  await form.take()
  expect([form.editing, form.problems, rules.draft.length]).toEqual([1, { limit: 'a figure' }, 1])
})

test('V-218 where saving is refused the draft stays, also when the rules are read anew', async () => {
  installBridge({ ...reads, 'alerts.save-rules': () => ({ ok: false, error: failure }) })
  const rules = useAlertRules()
  await rules.load()
  rules.remove()
  rules.review()
  await rules.save()
  await rules.load()
  expect([rules.reviewing, rules.refused, rules.draft]).toEqual([true, failure, []])
  await rules.discard()
  expect(rules.draft).toEqual([rule])
})
