import { afterEach, beforeEach, expect, test, vi } from 'vitest'

import type { ConflictView, QueueSummary } from '../../shared/contract.ts'
import { rulesText } from '../rules/rules-text.ts'
import { failure, installBridge } from '../testing/bridge-double.ts'
import { counter, lww, report, settle, withRules } from '../testing/rules-double.ts'
import { useDrafts } from './drafts.ts'
import { useRights } from './rights.ts'
import { useRulesActivation } from './rules-activation.ts'
import { useRulesTrial } from './rules-trial.ts'
import { useRulesWhatIf } from './rules-what-if.ts'
import { useToasts } from './toasts.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

test('V-172 a suggestion is one act away from the draft, and offered no more once it is there', async () => {
  const { draft, rules } = await withRules([lww])
  const [suggestion] = rules.suggestions ?? []
  if (!suggestion) throw new Error('Nothing is suggested.')
  expect([draft.dirty, draft.has(suggestion)]).toEqual([false, false])
  expect(draft.take(suggestion)).toBe(true)
  await settle()
  expect([draft.dirty, draft.has(suggestion), draft.text]).toEqual([true, true, rulesText([counter, lww])])
  draft.type('[ {')
  expect(draft.take(suggestion)).toBe(false)
  expect([draft.text, useToasts().shown.at(-1)?.tone]).toEqual(['[ {', 'warn'])
})

test('V-171 the draft is checked as it is typed, once a text, and holds no rules while something is wrong', async () => {
  const { draft, asked } = await withRules([lww])
  const checks = (): number => asked.filter(([name]) => name === 'rules.check').length
  const before = checks()
  draft.type(rulesText([{ ...lww, rule: 'mean' as 'lww' }]))
  await draft.check(draft.text)
  await settle()
  expect([draft.problems[0]?.path, draft.parsed]).toEqual(['$[0].rule', undefined])
  expect(checks() - before).toBe(1)
  draft.type('[ {')
  await settle()
  expect([draft.problems[0]?.code, draft.parsed, checks() - before]).toEqual(['E_JSON_SYNTAX', undefined, 1])
  draft.type(rulesText([counter]))
  await settle()
  expect([draft.problems, draft.parsed]).toEqual([[], [counter]])
})

test('V-173 rules that come into force elsewhere never replace what is being typed', async () => {
  const { draft, others } = await withRules([lww])
  await others([lww, counter])
  expect([draft.text, draft.dirty, draft.moved]).toEqual([rulesText([lww, counter]), false, false])
  draft.type('[ "unfinished')
  await others([])
  expect([draft.text, draft.moved, draft.basedOn]).toEqual(['[ "unfinished', true, 2])
  useRulesActivation().reviewDraft()
  expect(useRulesActivation().review).toBeUndefined()
  draft.rebase()
  expect([draft.text, draft.moved, draft.basedOn]).toEqual(['[ "unfinished', false, 3])
})

test('V-173 a draft outlives the console, and typed back to what is in force it is none', async () => {
  const { draft, asked, rules } = await withRules([lww])
  draft.type(rulesText([counter]))
  await vi.advanceTimersByTimeAsync(1000)
  expect(asked).toContainEqual(['drafts.save', { key: '/merge-rules', text: rulesText([counter]), baseVersion: 1 }])
  draft.type(rulesText(rules.inForce))
  await settle()
  expect(draft.dirty).toBe(false)
  expect(asked).toContainEqual(['drafts.drop', { key: '/merge-rules' }])
  await useDrafts().load()
  await settle()
  expect([draft.text, draft.basedOn]).toEqual(['[ "kept', 1])
  expect(useDrafts().all).toEqual([])
})

test('V-173 what was kept before never replaces what is typed, and a draft that was discarded can be had back', async () => {
  const { draft } = await withRules([lww])
  draft.type('[ ]')
  await useDrafts().load()
  await settle()
  expect(draft.text).toBe('[ ]')
  await draft.discard()
  expect(draft.dirty).toBe(false)
  await useToasts().undoLast()
  expect([draft.text, draft.dirty]).toEqual(['[ ]', true])
})

test('V-175 an answer about a conflict that was chosen before is dropped', async () => {
  const { draft } = await withRules([lww])
  const slow: (() => void)[] = []
  const view = (id: string) => ({ id, changes: [] }) as unknown as ConflictView
  vi.stubGlobal('window', {
    srvra: {
      call: (command: string, { id, conflict }: { id?: string; conflict?: string }) => {
        if (command === 'rules.check') return Promise.resolve({ ok: true, value: [] })
        const value = view(id ?? conflict ?? '')
        return new Promise((done) => slow.push(() => done({ ok: true, value })))
      },
    },
  })
  draft.type('[]')
  await settle()
  const trial = useRulesTrial()
  void trial.choose('c-1')
  void trial.choose('c-2')
  await settle()
  slow.toReversed().forEach((answer) => answer())
  await settle()
  expect([trial.chosen, trial.tried?.now.id, trial.tried?.under.id]).toEqual(['c-2', 'c-2', 'c-2'])
})

test('V-176 a report of another draft is marked, and of two runs the later one counts', async () => {
  const { draft, answerWhatIf } = await withRules([lww])
  const whatIf = useRulesWhatIf()
  void whatIf.run()
  draft.type(rulesText([counter]))
  await settle()
  void whatIf.run()
  await answerWhatIf(1, report)
  expect([whatIf.report?.looked, whatIf.stale, whatIf.running]).toEqual([4, false, false])
  await answerWhatIf(0, { ...report, looked: 99 })
  expect(whatIf.report?.looked).toBe(4)
  draft.type(rulesText([counter, lww]))
  await settle()
  expect([whatIf.report?.looked, whatIf.stale]).toEqual([4, true])
})

test('V-179 nothing that takes a right is offered before the right is known', async () => {
  const access: ('read' | 'operate')[] = ['read']
  installBridge({ 'app.access': () => ({ ok: true, value: access }) })
  const rights = useRights()
  expect(rights.mayOperate).toBe(false)
  await rights.load()
  expect([rights.mayOperate, rights.access]).toEqual([false, ['read']])
  installBridge({ 'app.access': () => ({ ok: true, value: ['read', 'operate'] }) })
  await useRights().load()
  expect(useRights().mayOperate).toBe(true)
  installBridge({ 'app.access': () => ({ ok: false, error: failure }) })
  await useRights().load()
  expect(useRights().mayOperate).toBe(false)
})

test('V-178 earlier rule sets are read a page at a time, and those read stay when a newer one comes', async () => {
  const { rules, others } = await withRules(...Array.from({ length: 60 }, () => [lww]))
  expect([rules.versions.length, rules.versions.at(-1)?.version, rules.older]).toEqual([50, 11, true])
  await rules.loadOlder()
  expect([rules.versions.length, rules.older]).toEqual([60, false])
  await others([counter])
  expect(rules.versions.map(({ version }) => version)).toEqual(Array.from({ length: 61 }, (_, index) => 61 - index))
})

test('V-181 suggestions are drawn anew while they are shown, every ten seconds at the most', async () => {
  const { rules, asked, tell } = await withRules([lww])
  const count = (name: string): number => asked.filter(([command]) => command === name).length
  const [overviews, suggests] = [count('rules.overview'), count('rules.suggest')]
  const stop = rules.watchNow()
  for (let tick = 0; tick < 80; tick++) {
    tell('conflicts', {} as QueueSummary)
    await vi.advanceTimersByTimeAsync(250)
  }
  expect([count('rules.overview') - overviews, count('rules.suggest') - suggests]).toEqual([14, 3])
  stop()
  tell('conflicts', {} as QueueSummary)
  await vi.advanceTimersByTimeAsync(60_000)
  expect(count('rules.suggest') - suggests).toBe(3)
})
