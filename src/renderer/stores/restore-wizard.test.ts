import { expect, test } from 'vitest'

import { aPreview, someRows, wellKept } from '../../../engine/testing/backup-double.ts'
import type { Failure } from '../../shared/contract.ts'
import { withBackups } from '../testing/backups-double.ts'
import { settle } from '../testing/rules-double.ts'
import { useBackups } from './backups.ts'
import { useRestorePoint } from './restore-point.ts'
import { useRestorePreview } from './restore-preview.ts'
import { useToasts } from './toasts.ts'
import { useRestoreRun } from './restore-run.ts'
import { useRestoreTimeline } from './restore-timeline.ts'
import { useRestoreWizard } from './restore-wizard.ts'

const well = { status: wellKept, preview: aPreview, rows: someRows }

const inPlace = {
  taskId: 'task-2',
  endedAt: 1,
  seq: 1,
  at: 1,
  into: { kind: 'in-place' },
  epoch: 3,
  counts: aPreview.counts,
  changesSetAside: 181,
  keptId: 'kept-2',
} as const

async function wizardAt(step: 'changes' | 'where', options: Parameters<typeof withBackups>[1] = {}) {
  const world = await withBackups(well, options)
  const wizard = useRestoreWizard()
  await wizard.start({ seq: 12_299 })
  const looked = wizard.look()
  await settle()
  await world.ends('task-1', { kind: 'restore-preview' })
  await looked
  if (step === 'where') wizard.toWhere()
  return { ...world, wizard, run: useRestoreRun(), point: useRestorePoint(), dryRun: useRestorePreview() }
}

test('V-272 acts of the log are offered newest first, and stand for the moment before them', async () => {
  await withBackups(well)
  const wizard = useRestoreWizard()
  const point = useRestorePoint()
  await wizard.start()
  expect([wizard.open, wizard.step, point.point]).toEqual([true, 'instant', undefined])
  const { events } = useRestoreTimeline()
  expect(events.map(({ label }) => label)).toEqual(['Delete orders', 'orders.csv'])
  const [newest] = events
  if (newest) point.chooseBefore(newest)
  expect([point.point, point.seq.text, point.time.text, point.event]).toEqual([{ seq: 12_299 }, '12299', '', newest])
})

test('V-272 the fields follow what was chosen, and what is out of reach is told with what is not', async () => {
  await withBackups(well)
  const wizard = useRestoreWizard()
  const point = useRestorePoint()
  await wizard.start({ seq: 12_000 })
  point.typeSeq('7')
  expect([point.point, point.seq.problem]).toEqual([undefined, expect.stringContaining('operations 1,200 to 12,480')])
  await wizard.look()
  expect(wizard.step).toBe('instant')
  point.choose({ at: wellKept.window?.fromAt ?? 0 })
  expect([point.seq.text, point.seq.problem, point.outside]).toEqual(['', undefined, false])
  point.choose({ seq: 1 })
  expect(point.outside).toBe(true)
})

test('V-272 what was out of reach when it was typed is taken as soon as backups reach it', async () => {
  await withBackups(well)
  const point = useRestorePoint()
  await useRestoreWizard().start()
  point.typeSeq('12490')
  expect([point.point, point.seq.problem === undefined]).toEqual([undefined, false])
  const reached = (toSeq: number) => ({ ...wellKept, window: { fromSeq: 1200, fromAt: 1, toAt: Date.now(), toSeq } })
  useBackups().status = reached(12_485)
  await settle()
  expect(point.seq.problem).toContain('operations 1,200 to 12,485')
  useBackups().status = reached(12_490)
  await settle()
  expect([point.point, point.seq.text, point.seq.problem]).toEqual([{ seq: 12_490 }, '12490', undefined])
})

test('V-273 nothing can be restored before it was looked at what that would do', async () => {
  const { wizard, dryRun, asked, times } = await wizardAt('changes')
  expect([wizard.step, dryRun.preview, dryRun.changed, dryRun.looking]).toEqual(['changes', aPreview, 4, false])
  expect(asked).toContainEqual(['backups.preview', { at: { seq: 12_299 } }])
  expect(useToasts().shown).toEqual([])
  await wizard.restore()
  expect(times('backups.restore')).toBe(0)
  wizard.back()
  await wizard.look()
  expect([wizard.step, times('backups.preview')]).toEqual(['changes', 1])
})

test('V-273 the answer for another moment than the one on screen is dropped', async () => {
  const { dryRun, ends, asked } = await wizardAt('changes')
  const first = dryRun.look({ seq: 2000 })
  await settle()
  const second = dryRun.look({ seq: 3000 })
  await settle()
  expect(asked).toContainEqual(['tasks.cancel', { id: 'task-2' }])
  await ends('task-3')
  await ends('task-2')
  expect([await first, await second, dryRun.taskId]).toEqual([false, true, 'task-3'])
})

test('V-274 documents are read by page, and one is opened as it is and as it would be', async () => {
  const { dryRun, asked } = await wizardAt('changes')
  expect(await dryRun.rows(1, 2)).toEqual(someRows.slice(1, 3))
  await dryRun.open('orders/17')
  expect([dryRun.opened, dryRun.diff?.lines]).toEqual(['orders/17', []])
  expect(asked).toContainEqual(['backups.preview-diff', { taskId: 'task-1', key: 'orders/17' }])
  dryRun.close()
  expect([dryRun.opened, dryRun.diff]).toEqual([undefined, undefined])
})

test('V-275 a restore to a folder of its own goes where the operator said, with the exact count', async () => {
  const { wizard, run, asked } = await wizardAt('where')
  expect([run.into, run.ready]).toEqual(['new-file', true])
  void wizard.restore()
  await settle()
  expect(asked.at(-1)).toEqual([
    'backups.restore',
    { at: { seq: 12_299 }, into: { kind: 'new-file', file: '/chosen/restored-12299' }, confirm: { changed: 4 } },
  ])
  expect(wizard.step).toBe('running')
})

test('V-275 in production the name of the environment is typed before a restore in place', async () => {
  const { wizard, run } = await wizardAt('where', { production: true })
  expect([run.mustType, run.ready]).toEqual([undefined, true])
  run.into = 'in-place'
  expect([run.mustType, run.ready]).toEqual(['Shop', false])
  run.typed = 'Shop'
  expect(run.ready).toBe(true)
  wizard.back()
  wizard.toWhere()
  expect(run.ready).toBe(false)
})

test('V-275 when the store has changed meanwhile, what would happen now is shown first', async () => {
  const stale: Failure = { code: 'E_STALE_PREVIEW', message: 'Another number would change now.', details: {} }
  const { wizard, run, dryRun, ends, count, times } = await wizardAt('where')
  run.into = 'in-place'
  const restoring = wizard.restore()
  await settle()
  count(9)
  await ends('task-2', { state: 'failed', error: stale })
  expect([wizard.step, run.failure, times('backups.preview')]).toEqual(['changes', stale, 2])
  await ends('task-3')
  await restoring
  expect(dryRun.changed).toBe(9)
})

test('V-276 a restore in place is told of although the store, and its tasks, are others by then', async () => {
  const { wizard, run, become, ends } = await wizardAt('where')
  run.into = 'in-place'
  void wizard.restore()
  await settle()
  await ends('task-2')
  await become({ lastRestore: { ...inPlace, taskId: 'task-9' } })
  expect(wizard.step).toBe('running')
  await become({ lastRestore: inPlace })
  expect([wizard.step, run.report]).toEqual(['end', inPlace])
})

test('V-276 a restore that runs is cancelled by its button only: closing the window lets it go on', async () => {
  const { wizard, run, ends, asked, times } = await wizardAt('where')
  void wizard.restore()
  await settle()
  wizard.close()
  expect([wizard.open, times('tasks.cancel')]).toEqual([false, 0])
  await wizard.start({ seq: 1200 })
  expect([wizard.open, wizard.step]).toEqual([true, 'running'])
  await run.cancel()
  expect(asked.at(-1)).toEqual(['tasks.cancel', { id: 'task-2' }])
  await ends('task-2', { state: 'cancelled', outcome: 'Cancelled. Nothing was changed.' })
  expect([wizard.step, run.failure?.message]).toEqual(['where', 'Cancelled. Nothing was changed.'])
})

test('V-277 who comes from a version or from an instant begins at just that moment', async () => {
  await withBackups(well)
  const wizard = useRestoreWizard()
  const point = useRestorePoint()
  await wizard.start({ seq: 9000 })
  expect([point.point, point.seq.text, point.outside]).toEqual([{ seq: 9000 }, '9000', false])
  const at = wellKept.window?.toAt ?? 0
  await wizard.start({ at })
  expect([point.point, point.seq.text, point.time.text !== '']).toEqual([{ at }, '', true])
})

test('V-276 a restore in place that did not come about is no success', async () => {
  const { wizard, run, tell, ends } = await wizardAt('where')
  run.into = 'in-place'
  void wizard.restore()
  await settle()
  await ends('task-2')
  tell('host', { status: 'open', dataDir: '/data' })
  await settle()
  expect([wizard.step, run.failure?.code]).toEqual(['where', 'E_RESTORE'])
  void wizard.restore()
  await settle()
  const error: Failure = { code: 'E_STORE_LOCKED', message: 'The store is in use.', details: {} }
  tell('host', { status: 'failed', dataDir: '/data', error })
  expect([wizard.step, run.failure]).toEqual(['where', error])
})
