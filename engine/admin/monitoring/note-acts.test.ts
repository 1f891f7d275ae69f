import { expect, onTestFinished, test } from 'vitest'
import { SrvraDataSync } from '../../index.ts'
import { createAdminFixture } from '../../testing/admin-fixture.ts'
import { wellKept } from '../../testing/backup-double.ts'
import { VirtualTime } from '../../testing/virtual-time.ts'
import type { BackupControl } from '../backups/backup-control.ts'
import type { BackupStatus, RestoreReport } from '../commands.ts'

const T = 1_800_000_000_000

function monitoredEngine() {
  const time = new VirtualTime(T)
  const engine = new SrvraDataSync({ clock: time, scheduler: time })
  onTestFinished(() => engine.close())
  const texts = (): readonly string[] => engine.monitoring.marks(0, Infinity).map(({ kind, text }) => `${kind}: ${text}`)
  return { time, engine, texts }
}

test('O-48 each rollback by an operator is marked once, and done where nothing is monitored', async () => {
  const { time, engine, texts } = monitoredEngine()
  const { call, ended, state } = createAdminFixture({ monitoring: engine.monitoring, clock: time })
  for (const version of [1, 2]) state.setState('a', version)
  const rollBack = async () => ended(await call('history.rollback', { key: 'a', version: 1, expectedCount: 1 }))
  expect(await rollBack()).toMatchObject({ state: 'done' })
  engine.monitoring.enable()
  time.advance(1000)
  state.setState('a', 3)
  await rollBack()
  time.advance(1000)
  state.setState('a', 4)
  await ended(await call('history.rollback', { key: 'a', version: 3, expectedCount: 1 }))
  expect(texts()).toEqual(['start: Monitoring started', 'rollback: 1 document rolled back.', 'rollback: 1 document rolled back.'])
})

test('O-48 monitoring marks its start and its stop', () => {
  const { time, engine, texts } = monitoredEngine()
  engine.monitoring.enable()
  expect(texts()).toEqual(['start: Monitoring started'])
  time.advance(1000)
  engine.monitoring.disable()
  engine.monitoring.disable()
  expect(() => texts()).toThrow(expect.objectContaining({ code: 'E_MONITORING_OFF' }))
})

test('O-48 a restore in place is marked by the life that follows, once, and one into a file is not', () => {
  const { engine, texts } = monitoredEngine()
  engine.monitoring.enable()
  let tell: (status: BackupStatus) => void = () => undefined
  const report: RestoreReport = {
    taskId: 't',
    endedAt: T + 5,
    seq: 40,
    at: T,
    into: { kind: 'in-place' },
    epoch: 2,
    counts: { added: 1, changed: 2, removed: 3, unchanged: 0 },
    changesSetAside: 1,
  }
  const status = { ...wellKept, lastRestore: report }
  const backups = {
    status: () => status,
    onStatus: (listener: typeof tell) => {
      tell = listener
      return () => undefined
    },
  } as unknown as BackupControl
  createAdminFixture({ monitoring: engine.monitoring, backups })
  tell(status)
  tell({ ...status, lastRestore: { ...report, endedAt: T + 9, into: { kind: 'new-file', file: '/x' } } })
  expect(texts()).toEqual(['start: Monitoring started', 'restore: Restored to operation 40, 6 documents changed'])
})
