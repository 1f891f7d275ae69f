import { expect, test } from 'vitest'
import { SrvraError } from '../../core/errors.ts'
import { createAdminFixture } from '../../testing/admin-fixture.ts'
import { aPreview, BackupDouble, someRows, wellKept } from '../../testing/backup-double.ts'
import type { BackupStatus } from '../commands.ts'

function withBackups() {
  const backups = new BackupDouble()
  const chosen = new Set<string>()
  const requireWrite = (file: string): void => {
    if (!chosen.has(file)) throw new SrvraError('E_FILE_NOT_CHOSEN', 'Choose it.', { file })
  }
  const fixture = createAdminFixture({ backups, files: { requireRead: () => {}, requireWrite } })
  return { ...fixture, backups, chosen }
}

test('V-260 a store that can not be backed up says so', async () => {
  const { call } = createAdminFixture()
  await expect(call('backups.status', {})).rejects.toMatchObject({ code: 'E_NO_BACKUPS' })
  await expect(call('backups.backup-now', {})).rejects.toMatchObject({ code: 'E_NO_BACKUPS' })
})

test('V-260 how backups stand is asked for, and told while it moves', async () => {
  const { admin, call, backups } = withBackups()
  expect(await call('backups.status', {})).toEqual(wellKept)
  const told: BackupStatus[] = []
  const stop = admin.on('backups', (status) => told.push(status))
  backups.become({ streamLagMs: 900 })
  stop()
  backups.become({ streamLagMs: 0 })
  expect(told.map(({ streamLagMs }) => streamLagMs)).toEqual([900])
})

test('V-260 only who runs the engine sees where backups lie, and acts on them', async () => {
  const { call } = withBackups()
  const reader = { actor: 'viewer', access: ['read', 'write'] as const }
  await expect(call('backups.settings', {}, reader)).rejects.toMatchObject({ code: 'E_FORBIDDEN' })
  await expect(call('backups.verify', {}, reader)).rejects.toMatchObject({ code: 'E_FORBIDDEN' })
  expect(await call('backups.status', {}, reader)).toEqual(wellKept)
})

test('V-261 a backup and a drill are tasks; without a plan there is nothing to do', async () => {
  const { call, ended, backups } = withBackups()
  expect(await ended(await call('backups.backup-now', {}))).toMatchObject({
    kind: 'backup',
    state: 'done',
    done: 1,
    total: 2,
    outcome: 'Everything up to operation 12,480 is backed up (1,000 bytes).',
  })
  expect(await ended(await call('backups.verify', {}))).toMatchObject({ kind: 'drill', state: 'done' })
  backups.become({ enabled: false })
  for (const name of ['backups.backup-now', 'backups.verify'] as const)
    await expect(call(name, {})).rejects.toMatchObject({ code: 'E_BACKUPS_OFF' })
})

test('V-261 a drill that found something wrong is a task that failed, with what it found', async () => {
  const { call, ended, backups, reported } = withBackups()
  backups.drill = { at: 1, ok: false, problems: ['Segment 7 is damaged.', 'It ends early.'], restoredSeq: 3, tookMs: 5 }
  expect(await ended(await call('backups.verify', {}))).toMatchObject({
    state: 'failed',
    error: { code: 'E_BACKUP_DRILL', message: 'The backups can not be relied on: Segment 7 is damaged.' },
    problems: [{ message: 'Segment 7 is damaged.' }, { message: 'It ends early.' }],
  })
  expect(reported).toEqual([])
})

test('V-262 what a restore would do is found by a task and read from it, until four others were', async () => {
  const { admin, call, ended, backups } = withBackups()
  const first = await call('backups.preview', { at: { seq: 1 } })
  expect(await ended(first)).toMatchObject({ state: 'done', outcome: '4 documents would be other than now. Nothing was changed.' })
  expect(await call('backups.previewed', first)).toEqual(aPreview)
  expect(await call('backups.preview-rows', { ...first, from: 1, count: 2 })).toEqual(someRows.slice(1, 3))
  expect(await call('backups.preview-diff', { ...first, key: 'orders/17' })).toMatchObject({ lines: [] })
  for (const seq of [2, 3, 4, 5]) await ended(await call('backups.preview', { at: { seq } }))
  await expect(call('backups.previewed', first)).rejects.toMatchObject({ code: 'E_PREVIEW_GONE' })
  expect(backups.acts.at(-1)).toBe('close {"seq":1}')
  await admin.close()
  expect(backups.acts.filter((act) => act.startsWith('close'))).toHaveLength(5)
})

test('V-263 a restore goes into a file that was chosen, or in place, and only while its count holds', async () => {
  const { call, ended, backups, chosen } = withBackups()
  const at = { at: 1000 }
  const into = { kind: 'new-file', file: '/tmp/restored' } as const
  await expect(call('backups.restore', { at, into, confirm: { changed: 4 } })).rejects.toMatchObject({ code: 'E_FILE_NOT_CHOSEN' })
  chosen.add(into.file)
  expect(await ended(await call('backups.restore', { at, into, confirm: { changed: 4 } }))).toMatchObject({
    kind: 'restore',
    outcome: 'Restored to operation 12,299 in /tmp/restored. The store itself was not touched.',
  })
  const inPlace = { at, into: { kind: 'in-place' } } as const
  expect(await ended(await call('backups.restore', { ...inPlace, confirm: { changed: 3 } }))).toMatchObject({
    state: 'failed',
    error: { code: 'E_STALE_PREVIEW' },
  })
  expect(await ended(await call('backups.restore', { ...inPlace, confirm: { changed: 4 } }))).toMatchObject({
    outcome: 'Restored to operation 12,299. The store opens anew with it; the one before is kept, with 181 later changes.',
  })
  expect(backups.acts).toEqual(['restore new-file by operator-1', 'restore in-place by operator-1'])
})

test('V-264 the key goes only into a file that was chosen, and kept stores go one by one', async () => {
  const { call, backups, chosen } = withBackups()
  await expect(call('backups.export-key', { file: '/tmp/key' })).rejects.toMatchObject({ code: 'E_FILE_NOT_CHOSEN' })
  chosen.add('/tmp/key')
  expect(await call('backups.export-key', { file: '/tmp/key' })).toEqual({ file: '/tmp/key', keyId: '7f3a9c21' })
  const [kept] = await call('backups.kept', {})
  await call('backups.let-go', { id: kept?.id ?? '', confirm: { seq: kept?.seq ?? 0 } })
  expect(backups.acts).toEqual(['key to /tmp/key', 'let go kept-1 at 9000'])
})

test('V-265 a plan is checked for its shape before it is taken over', async () => {
  const { call, backups } = withBackups()
  const plan = { enabled: true, targets: [], backupIntervalMs: 60_000, retentionMs: 86_400_000, geoRedundancy: false }
  for (const wrong of [
    { ...plan, backupIntervalMs: 1 },
    { ...plan, targets: [{ ftp: 'host' }] },
    { ...plan, targets: [{ s3: { bucket: 'b', acl: 'public' } }] },
  ])
    await expect(call('backups.configure', wrong as never)).rejects.toMatchObject({ code: 'E_SCHEMA' })
  await call('backups.configure', { ...plan, targets: [{ s3: { bucket: 'b', credentials: 'kept' } }] })
  expect(backups.acts).toEqual(['configure 1'])
})
