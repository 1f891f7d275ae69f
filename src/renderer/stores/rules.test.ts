import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { nextTick } from 'vue'

import type { ConflictView, MergeRule, RuleSetVersion, WhatIfReport } from '../../shared/contract.ts'
import { rulesText } from '../rules/rules-text.ts'
import { failure, installBridge } from '../testing/bridge-double.ts'
import { useDrafts } from './drafts.ts'
import { useRights } from './rights.ts'
import { useRules } from './rules.ts'
import { useRulesActivation } from './rules-activation.ts'
import { useRulesDraft } from './rules-draft.ts'
import { useRulesTrial } from './rules-trial.ts'
import { useRulesWhatIf } from './rules-what-if.ts'
import { useToasts } from './toasts.ts'

const counter: MergeRule = { keys: 'inventory/**', path: 'stock.quantity', rule: 'counter' }
const lww: MergeRule = { keys: 'inventory/**', path: 'lastSale', rule: 'lww' }
const report: WhatIfReport = { looked: 4, settled: 3, same: 3, differs: 0, byRule: [], examples: [] }

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

async function settle(): Promise<void> {
  for (let turn = 0; turn < 12; turn++) await nextTick()
}

/** A hub with rule sets, which puts others into force as the real one does. */
async function withRules(...sets: readonly (readonly MergeRule[])[]) {
  const versions: RuleSetVersion[] = sets.map((rules, index) => ({ version: index + 1, rules, by: 'operator-1', at: index }))
  const settled = { next: 0 }
  const whatIfs: ((report: WhatIfReport) => void)[] = []
  const bridge = installBridge({
    'app.access': () => ({ ok: true, value: ['read', 'operate'] }),
    'rules.overview': () => ({
      ok: true,
      value: { current: versions.at(-1) ?? null, mergeStrategy: 'smart-merge', autoResolveThreshold: 0.8, strategies: [] },
    }),
    'rules.versions': ({ before = Infinity, limit }) => ({
      ok: true,
      value: versions
        .filter(({ version }) => version < before)
        .toReversed()
        .slice(0, limit),
    }),
    'rules.suggest': () => ({ ok: true, value: [{ rule: counter, cases: 10, same: 10, text: '' }] }),
    'rules.check': ({ rules }) => ({
      ok: true,
      value: JSON.stringify(rules).includes('mean') ? [{ path: 'rules[0].rule', message: 'rules[0].rule is "mean".' }] : [],
    }),
    'rules.what-if': () => new Promise((done) => whatIfs.push((value) => done({ ok: true, value }))),
    'rules.activate': ({ rules, basedOn, note }) => {
      const moved = basedOn !== versions.length
      if (moved) return { ok: false, error: { code: 'E_RULES_MOVED', message: 'Another rule set is in force.', details: {} } }
      const current = { version: basedOn + 1, rules, by: 'operator-1', at: 9, ...(note === undefined ? {} : { note }) }
      versions.push(current)
      return { ok: true, value: { current, settled: settled.next } }
    },
    'drafts.list': () => ({ ok: true, value: [{ key: '/merge-rules', text: '[ "kept', baseVersion: 1, savedAt: 1 }] }),
    'drafts.save': (draft) => ({ ok: true, value: { ...draft, savedAt: 1 } }),
    'drafts.drop': () => ({ ok: true, value: null }),
  })
  const rules = useRules()
  const draft = useRulesDraft()
  await rules.load()
  await settle()
  const others = async (next: readonly MergeRule[]): Promise<void> => {
    versions.push({ version: versions.length + 1, rules: next, by: 'somebody-else', at: 5 })
    await rules.load()
    await settle()
  }
  const answerWhatIf = async (index: number, value: WhatIfReport): Promise<void> => {
    whatIfs[index]?.(value)
    await settle()
  }
  return { ...bridge, rules, draft, others, settled, versions, answerWhatIf }
}

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

test('V-173 a draft that was discarded can be had back', async () => {
  const { draft } = await withRules([lww])
  draft.type('[ ]')
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
