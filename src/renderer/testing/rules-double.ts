import { nextTick } from 'vue'

import type { MergeRule, RuleSetVersion, WhatIfReport } from '../../shared/contract.ts'
import { useRules } from '../stores/rules.ts'
import { useRulesDraft } from '../stores/rules-draft.ts'
import { installBridge } from './bridge-double.ts'

export const counter: MergeRule = { keys: 'inventory/**', path: 'stock.quantity', rule: 'counter' }
export const lww: MergeRule = { keys: 'inventory/**', path: 'lastSale', rule: 'lww' }
export const report: WhatIfReport = { looked: 4, settled: 3, same: 3, differs: 0, byRule: [], examples: [] }

/** Lets everything that is under way come to its end. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 12; turn++) await nextTick()
}

/** A hub with rule sets, which puts others into force as the real one does. */
export async function withRules(...sets: readonly (readonly MergeRule[])[]) {
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
