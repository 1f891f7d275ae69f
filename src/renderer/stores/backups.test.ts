import { expect, test } from 'vitest'

import { aPreview, someRows, wellKept } from '../../../engine/testing/backup-double.ts'
import { withBackups } from '../testing/backups-double.ts'
import { failure, installBridge } from '../testing/bridge-double.ts'
import { settle } from '../testing/rules-double.ts'
import { useBackupActs } from './backup-acts.ts'
import { useBackups } from './backups.ts'
import { useBackupSettings } from './backup-settings.ts'
import { useToasts } from './toasts.ts'

const well = { status: wellKept, preview: aPreview, rows: someRows }

test('V-266 how backups stand is always known, and lists are read anew when another backup is there', async () => {
  const { backups, become, times } = await withBackups(well)
  expect([backups.status, backups.available, times('backups.list')]).toEqual([wellKept, true, 0])
  const stop = backups.watchNow()
  await settle()
  expect([backups.list.length, backups.sizes.length, backups.kept.length, backups.busy]).toEqual([1, 1, 1, false])
  await become({ streamLagMs: 500 })
  expect([times('backups.list'), backups.status?.streamLagMs]).toEqual([1, 500])
  await become({ backups: 10 })
  expect(times('backups.list')).toBe(2)
  await become({ enabled: false })
  expect([times('backups.list'), backups.list, backups.kept.length, backups.failure]).toEqual([2, [], 1, undefined])
  stop()
  await become({ backups: 11 })
  expect(times('backups.kept')).toBe(3)
})

test('V-266 a store that can not be backed up is not a failure to show everywhere', async () => {
  let code = 'E_NO_BACKUPS'
  installBridge({ 'backups.status': () => ({ ok: false, error: { ...failure, code } }) })
  const backups = useBackups()
  expect(backups.available).toBeUndefined()
  await backups.refresh()
  expect(backups.available).toBe(false)
  code = 'E_TEST'
  await backups.refresh()
  expect(backups.available).toBe(true)
})

test('V-269 a backup and a drill run once at a time, and how they ended is told', async () => {
  const { ends, times, tell } = await withBackups(well)
  const acts = useBackupActs()
  const done = acts.backUp()
  await settle()
  tell('tasks', [{ id: 'task-1', kind: 'backup', title: 'Back up', state: 'running', done: 0, total: 0, startedAt: 1 }])
  expect(acts.backingUp?.id).toBe('task-1')
  await acts.backUp()
  expect(times('backups.backup-now')).toBe(1)
  await ends('task-1', { kind: 'backup', title: 'Back up', outcome: 'All of it.' })
  await done
  expect(useToasts().shown.at(-1)).toMatchObject({ title: 'Back up', text: 'All of it.', tone: 'ok' })
  expect([acts.backingUp, times('backups.status')]).toEqual([undefined, 2])
})

test('V-269 a drill that did not begin says why', async () => {
  await withBackups(well, { refuse: { verify: { code: 'E_BACKUPS_OFF', message: 'No backups are made.', details: {} } } })
  await useBackupActs().verify()
  expect(useToasts().shown.at(-1)).toMatchObject({ title: 'The drill did not begin', text: 'No backups are made.', tone: 'danger' })
})

test('V-270 the key goes into a file that the operator chose, with a warning of what it opens', async () => {
  const { asked } = await withBackups(well)
  await useBackupActs().exportKey()
  expect(asked).toContainEqual(['backups.export-key', { file: '/chosen/srvra-backup-7f3a9c21.key' }])
  expect(useToasts().shown.at(-1)).toMatchObject({ tone: 'warn', text: expect.stringContaining('can read every backup') })
})

test('V-271 a kept store goes after a question, by its last change', async () => {
  const { asked, backups, times } = await withBackups(well)
  await backups.load()
  const acts = useBackupActs()
  await acts.letGo()
  expect(times('backups.let-go')).toBe(0)
  const [store] = backups.kept
  if (store) acts.askToLetGo(store)
  await acts.letGo()
  expect(asked).toContainEqual(['backups.let-go', { id: 'kept-1', confirm: { seq: 9000 } }])
  expect([acts.lettingGo, useToasts().shown.at(-1)?.title]).toEqual([undefined, 'kept-1 is gone'])
})

test('V-268 nothing is sent while something is wrong, and what the engine refuses stays in the form', async () => {
  const error = { code: 'E_BACKUP_TARGET', message: 'It is not there; is its disk mounted?', details: {} }
  const refuse: Record<string, typeof error> = { configure: error }
  const { asked, times } = await withBackups(well, { refuse })
  const settings = useBackupSettings()
  await settings.show({ enable: true })
  settings.addTarget()
  await settings.save()
  expect([settings.problems['targets.1.folder'], times('backups.configure')]).toEqual([
    'An absolute path, such as /mnt/backups.',
    0,
  ])
  settings.changeTarget(1, { folder: '/mnt/other' })
  expect(settings.problems).toEqual({})
  await settings.save()
  expect([settings.failure, settings.open]).toEqual([error, true])
  delete refuse['configure']
  settings.removeTarget(0)
  await settings.save()
  expect(asked).toContainEqual(['backups.configure', expect.objectContaining({ targets: [{ folder: '/mnt/other' }] })])
  expect([settings.failure, settings.open]).toEqual([undefined, false])
})
