import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { SrvraDataSync } from '../../index.ts'
import { createAdminFixture } from '../../testing/admin-fixture.ts'
import { VirtualTime } from '../../testing/virtual-time.ts'
import type { Caller } from '../calls/caller.ts'
import type { AuditEntryView } from '../commands.ts'

const viewer: Caller = { actor: 'vic', access: ['read'], surface: 'console' }
const auditor: Caller = { actor: 'aud', access: ['read', 'audit'], surface: 'console' }

function audited() {
  const time = new VirtualTime()
  const engine = new SrvraDataSync({ clock: time, scheduler: time, audit: { enabled: true } })
  onTestFinished(() => engine.close())
  const { storage, stateManager, eventBus } = engine
  const fixture = createAdminFixture({
    engine: { storage, stateManager, eventBus, hash: (text) => text, limits: engine.options.limits },
    audit: engine,
    clock: time,
    scheduler: time,
    monitoring: engine.monitoring,
  })
  const entries = async (): Promise<readonly AuditEntryView[]> =>
    (await fixture.call('audit.list', { filter: {}, limit: 100 }, auditor)).entries.toReversed().slice(1)
  return { ...fixture, time, engine, entries }
}

test('A-13 acts are on record with how they ended, and changes as changes', async () => {
  const { call, entries } = audited()
  await call('documents.set', { key: 'a', baseVersion: 0, text: '{"secret":1}' })
  await call('engine.compact', { keepVersions: 3 })
  await expect(call('tasks.cancel', { id: 'none' })).rejects.toMatchObject({ code: 'E_TASK_UNKNOWN' })
  await expect(call('documents.set', { key: 'a', baseVersion: 0, text: '{"secret":2}' })).rejects.toMatchObject({
    code: 'E_VERSION_CONFLICT',
  })
  const kept = await entries()
  expect(kept).toMatchObject([
    { action: 'document.set', target: 'a', actor: 'operator-1', changes: { seq: 1 } },
    { action: 'engine.compact', origin: 'program', outcome: 'done', details: { keepVersions: 3 } },
    { action: 'tasks.cancel', target: 'none', outcome: 'failed', code: 'E_TASK_UNKNOWN' },
    { action: 'documents.set', target: 'a', outcome: 'failed', code: 'E_VERSION_CONFLICT', details: { baseVersion: 0 } },
  ])
  expect(JSON.stringify(kept)).not.toContain('secret')
})

test('A-13 looking is not on record, being refused a look is', async () => {
  const { call, entries } = audited()
  await call('documents.get', { key: 'a' }, viewer)
  await expect(call('documents.delete', { key: 'a', baseVersion: 1 }, viewer)).rejects.toMatchObject({ code: 'E_FORBIDDEN' })
  await expect(call('audit.list', { filter: {}, limit: 1 }, viewer)).rejects.toMatchObject({ code: 'E_FORBIDDEN' })
  await expect(call('audit.configure', { enabled: false }, auditor)).rejects.toMatchObject({ code: 'E_FORBIDDEN' })
  expect(await entries()).toMatchObject([
    { actor: 'vic', origin: 'console', action: 'documents.delete', target: 'a', outcome: 'refused', code: 'E_FORBIDDEN' },
    { actor: 'vic', action: 'audit.list', outcome: 'refused' },
    { actor: 'aud', action: 'audit.configure', outcome: 'refused', details: { enabled: false } },
  ])
})

test('A-13 what a refused call holds is bounded, and never makes the note fail', async () => {
  const { call, entries } = audited()
  const odd = { key: `\uD800${'x'.repeat(100_000)}`, baseVersion: Number.NaN, format: {} }
  await expect(call('documents.delete', odd as never)).rejects.toMatchObject({ code: expect.stringMatching(/^E_/) })
  const [entry] = await entries()
  expect(entry?.target?.length).toBe(200)
  expect(entry?.details).toBeUndefined()
})

test('A-9, A-13 the trail is verified and exported by tasks, which are on record themselves', async () => {
  const { call, entries, ended } = audited()
  const dir = mkdtempSync(join(tmpdir(), 'srvra-audit-'))
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }))
  await call('documents.set', { key: 'a', baseVersion: 0, text: '1' })
  expect(await ended(await call('audit.verify', {}, auditor))).toMatchObject({
    state: 'done',
    outcome: expect.stringContaining('is whole: 3 entries'),
  })
  expect((await call('audit.overview', {}, auditor)).lastVerification?.report.problems).toEqual([])
  const file = join(dir, 'trail.ndjson')
  await ended(await call('audit.export', { filter: { action: 'document.' }, format: 'ndjson', file }, auditor))
  expect(
    readFileSync(file, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as unknown),
  ).toMatchObject([{ target: 'a' }])
  expect((await entries()).slice(1)).toMatchObject([
    { action: 'audit.verify', actor: 'aud' },
    { action: 'audit.export', target: file, details: { format: 'ndjson' } },
  ])
})

test('A-1, A-13 the audit is switched on and off by an operator, and that is on record', async () => {
  const { call, engine } = audited()
  expect(await call('audit.configure', { enabled: true, retention: '30days' })).toMatchObject({
    settings: { enabled: true, retention: '30days' },
    status: { retentionMs: 30 * 86_400_000 },
  })
  await expect(call('audit.configure', { enabled: true, retention: 'soon' })).rejects.toMatchObject({ code: 'E_DURATION' })
  expect(engine.audit?.last).toBeGreaterThan(1)
  expect(await call('audit.configure', { enabled: false })).toMatchObject({ settings: { enabled: false }, status: null })
  await expect(call('audit.list', { filter: {}, limit: 1 }, auditor)).rejects.toMatchObject({ code: 'E_AUDIT_OFF' })
  await call('audit.configure', { enabled: true })
  const { entries } = await call('audit.list', { filter: { action: 'audit.' }, limit: 10 }, auditor)
  expect(entries.map(({ action, outcome, actor }) => [action, outcome, actor])).toEqual([
    ['audit.configure', 'done', 'operator-1'],
    ['audit.ended', 'done', 'operator-1'],
    ['audit.configure', 'failed', 'operator-1'],
    ['audit.configure', 'done', 'operator-1'],
    ['audit.begun', 'done', 'engine'],
  ])
})

test('A-9 whoever follows is told of the newest entry, at most twice a second', async () => {
  const { admin, engine, time } = audited()
  const told: number[] = []
  const stop = admin.on('audit', (last) => told.push(last))
  for (let i = 0; i < 5; i++) engine.setState('a', i)
  time.advance(1000)
  expect(told).toEqual([6])
  stop()
  engine.setState('a', 9)
  time.advance(1000)
  expect(told).toEqual([6])
})
