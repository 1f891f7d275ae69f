import { expect, test } from 'vitest'

import { changedDocument, integrityOf, searchOf, subjectOf } from '../audit/audit-words.ts'
import type { AuditEntryView, AuditOverview, AuditPage, AuditReport } from '../../shared/contract.ts'
import { failure, installBridge } from '../testing/bridge-double.ts'
import { settle } from '../testing/rules-double.ts'
import { useAudit } from './audit.ts'
import { useAuditActs } from './audit-acts.ts'

const ok = <Value>(value: Value) => ({ ok: true, value }) as const

const status = {
  store: 's',
  keyId: 'k',
  first: 1,
  last: 12_000,
  signedThrough: 11_900,
  signedAt: 1,
  retentionMs: undefined,
  archives: ['/data/audit-heads'],
  troubles: [],
} as const
const overview: AuditOverview = { settings: { enabled: true }, status, lastVerification: null }
const report: AuditReport = {
  entries: 12_000,
  first: 1,
  last: 12_000,
  heads: 3,
  signedThrough: 11_900,
  signedAt: 1,
  restores: [],
  problems: [],
  problemCount: 0,
}

function entry(n: number, change: Partial<AuditEntryView> = {}): AuditEntryView {
  return { n, at: n, actor: 'ann', origin: 'console', action: 'alerts.acknowledge', outcome: 'done', link: `l${n}`, ...change }
}

/** A trail of so many entries, of which a step looks at ten and lets through those that a test says. */
function trail(last: number, through: (n: number) => boolean = () => true) {
  const world: { last: number; overview: AuditOverview; refused: boolean } = { last, overview, refused: false }
  const bridge = installBridge({
    'audit.overview': () => ok(world.overview),
    'audit.configure': () => (world.refused ? { ok: false, error: failure } : ok(overview)),
    'audit.list': ({ before, limit }) => {
      if (world.refused) return { ok: false, error: failure }
      const from = Math.min(before ?? Infinity, world.last + 1)
      const looked = Array.from({ length: Math.min(10, from - 1) }, (_, i) => from - 1 - i)
      const entries = looked
        .filter(through)
        .slice(0, limit)
        .map((n) => entry(n))
      const next = looked.at(-1) ?? 1
      const page: AuditPage = { entries, next: next > 1 ? next : undefined, examined: looked.length }
      return ok(page)
    },
  })
  return { world, bridge, audit: useAudit() }
}

test('V-300 the list goes on where a step ended, until a page is full or the trail is over', async () => {
  const { audit } = trail(1000, (n) => n % 5 === 0)
  await audit.open({ actor: 'ann' })
  expect(audit.entries).toHaveLength(40)
  expect(audit.next).toBe(801)
  await audit.older()
  expect([audit.entries.length, audit.next, audit.live]).toEqual([80, 601, false])
  for (let i = 0; i < 5; i++) await audit.older()
  expect([audit.entries.length, audit.next]).toEqual([200, undefined])
})

test('V-300 what is new comes in while the list is live, and is told of when it is not', async () => {
  const { audit, bridge, world } = trail(5)
  await audit.open({})
  const stop = audit.watchNow()
  world.last = 6
  bridge.tell('audit', 6)
  await settle()
  expect(audit.entries[0]?.n).toBe(6)
  await audit.setLive(false)
  world.last = 7
  bridge.tell('audit', 7)
  await settle()
  expect([audit.entries[0]?.n, audit.behind]).toEqual([6, true])
  await audit.setLive(true)
  expect([audit.entries[0]?.n, audit.behind]).toEqual([7, false])
  stop()
})

test('V-300 the answer for another search than the one on screen is dropped', async () => {
  const { audit } = trail(30)
  await Promise.all([audit.open({ actor: 'one' }), audit.open({ actor: 'two' })])
  expect(audit.search).toEqual({ actor: 'two' })
  expect(audit.entries).toHaveLength(30)
})

test('V-303 where nobody audits there is no list, and a failure is said', async () => {
  const { audit, world } = trail(3)
  world.overview = { ...overview, settings: { enabled: false }, status: null }
  await audit.open({})
  expect([audit.off, audit.loading, audit.entries.length]).toEqual([true, false, 0])
  world.overview = overview
  world.refused = true
  await audit.open({})
  expect(audit.failure).toBe(failure)
})

test('V-303 what is refused stays in the dialog with its reason', async () => {
  const { world } = trail(1)
  world.refused = true
  const acts = useAuditActs()
  acts.askSettings()
  await acts.configure({ enabled: true, retention: 'soon' })
  expect([acts.settingsOpen, acts.failure]).toEqual([true, failure])
  world.refused = false
  await acts.configure({ enabled: true, retention: '90days' })
  expect([acts.settingsOpen, acts.failure]).toEqual([false, undefined])
})

test('V-302 one word and one sentence say how far the trail can be trusted', () => {
  const at = 100_000
  const verified = (change: Partial<AuditReport>): AuditOverview => ({
    ...overview,
    lastVerification: { at, report: { ...report, ...change } },
  })
  expect(integrityOf({ ...overview, status: null }, at).word).toBe('Off')
  expect(integrityOf(overview, at)).toMatchObject({ word: 'Not verified', tone: 'neutral' })
  expect(integrityOf(overview, at).sentence).toContain('signed up to entry 11,900 of 12,000')
  expect(integrityOf(verified({}), at)).toMatchObject({ word: 'Whole', tone: 'ok' })
  const fault = { code: 'ENTRY_ALTERED', n: 7, message: 'Entry 7 is not the one.' } as const
  expect(integrityOf(verified({ problems: [fault], problemCount: 2 }), at)).toMatchObject({
    word: 'Altered',
    tone: 'danger',
    sentence: expect.stringMatching(/^2 faults, found .+ Entry 7 is not the one\.$/) as string,
  })
  const troubled = { ...overview, status: { ...status, troubles: [{ archive: '/mnt/x', message: 'no space', since: at }] } }
  expect(integrityOf(troubled, at)).toMatchObject({ word: 'Not kept elsewhere', tone: 'warn' })
})

test('V-301 an entry is about a document, about many changes, or about something else', () => {
  const change = entry(1, { target: 'a', action: 'document.set', changes: { seq: 4, version: 2 } })
  expect([subjectOf(change), changedDocument(change)]).toEqual(['a', { key: 'a', version: 2 }])
  const many = entry(2, { changes: { seq: 1, through: 135_233 } })
  expect([subjectOf(many), changedDocument(many)]).toEqual(['135,233 changes', undefined])
  expect([subjectOf(entry(3)), changedDocument(entry(3, { target: 'rule-1' }))]).toEqual(['', undefined])
})

test('V-301 only what is asked for is asked', () => {
  expect(searchOf({ actor: '', action: '', target: '', outcome: 'all' }, undefined)).toEqual({})
  expect(searchOf({ actor: 'a', action: 'rules.', target: 'k', outcome: 'refused' }, 5)).toEqual({
    actor: 'a',
    action: 'rules.',
    target: 'k',
    outcome: 'refused',
    from: 5,
  })
})
