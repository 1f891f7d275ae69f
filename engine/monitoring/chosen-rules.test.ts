import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { SrvraDataSync } from '../index.ts'
import { until } from '../testing/until.ts'
import { VirtualTime } from '../testing/virtual-time.ts'
import type { AlertRule } from './alerts/alert-rule.ts'
import { DEFAULT_ALERT_RULES } from './alerts/alert-rule.ts'

const HOUR = 3_600_000

const SLOW: AlertRule = {
  id: 'slow-checks',
  title: 'Checks take long',
  severity: 'critical',
  condition: {
    kind: 'mean',
    sum: 'srvra_hub_stage_seconds_sum{stage="validate"}',
    count: 'srvra_hub_stage_seconds_count{stage="validate"}',
    windowMs: 60_000,
    is: 'above',
    limit: 0.001,
  },
  forMs: 0,
}

function folder(): string {
  const dir = mkdtempSync(join(tmpdir(), 'srvra-chosen-rules-'))
  onTestFinished(() => rmSync(dir, { recursive: true }))
  return dir
}

test('O-23 levels can be chosen, and series are kept as they say', () => {
  const time = new VirtualTime()
  const engine = new SrvraDataSync({ clock: time, scheduler: time })
  onTestFinished(() => engine.close())
  const levels = [
    { stepMs: 5000, keepMs: HOUR },
    { stepMs: 60_000, keepMs: 2 * HOUR },
  ]
  engine.monitoring.enable({ dashboard: true, levels })
  const began = time.now()
  time.advance(60_000)
  const read = (ago: number) => engine.monitoring.series('srvra_documents', time.now() - ago, time.now() + 1).stepMs
  expect([read(time.now() - began), read(2 * HOUR)]).toEqual([5000, 60_000])
})

test('O-23 levels that do not fit each other, or nobody looks at, are refused with their path', () => {
  const engine = new SrvraDataSync()
  onTestFinished(() => engine.close())
  const finest = { stepMs: 1000, keepMs: HOUR }
  for (const [levels, path] of [
    [[], 'levels'],
    [[{ stepMs: 1000, keepMs: HOUR - 1 }], 'levels.0.keepMs'],
    [[finest, { stepMs: 1500, keepMs: HOUR }], 'levels.1.stepMs'],
    [[finest, { stepMs: 1000, keepMs: HOUR }], 'levels.1.stepMs'],
    [
      [
        { ...finest, keepMs: 2 * HOUR },
        { stepMs: 2000, keepMs: HOUR },
      ],
      'levels.1.keepMs',
    ],
  ] as const)
    expect(() => engine.monitoring.enable({ dashboard: true, levels })).toThrow(
      expect.objectContaining({ code: 'E_OPTION', details: { path } }),
    )
  expect(() => engine.monitoring.enable({ levels: [finest] })).toThrow(expect.objectContaining({ code: 'E_OPTION' }))
})

test('O-24 rules that were saved are watched from then on, also after a restart', async () => {
  const dir = folder()
  const first = new SrvraDataSync({ storage: { dir } })
  first.monitoring.enable({ alerts: true })
  expect(first.monitoring.alerts().map(({ rule }) => rule)).toEqual(DEFAULT_ALERT_RULES)
  first.monitoring.saveAlertRules([SLOW], 'ann')
  for (const wrong of [[SLOW, SLOW], [{ ...SLOW, id: 'Not Small' }]])
    expect(() => first.monitoring.saveAlertRules(wrong, 'ann')).toThrow(expect.objectContaining({ code: 'E_OPTION' }))
  expect(first.monitoring.alerts().map(({ rule }) => rule)).toEqual([SLOW])
  await first.close()
  const second = new SrvraDataSync({ storage: { dir } })
  onTestFinished(() => second.close())
  second.monitoring.enable({ alerts: true })
  expect(second.monitoring.alerts().map(({ rule }) => rule)).toEqual([SLOW])
})

test('O-25 a schema that truly takes long to check has the rule for it fire', async () => {
  const schema = { type: 'array', uniqueItems: true } as const
  const hub = new SrvraDataSync({ listen: { port: 0, host: '127.0.0.1' }, schemas: { 'lists/**': schema } })
  onTestFinished(() => hub.close())
  const state = await hub.listening
  if (state.status !== 'listening') throw new Error(state.status)
  hub.monitoring.enable({ alerts: { rules: [SLOW] } })
  await until(() => hub.monitoring.seriesNames().includes('srvra_hub_stage_seconds_count{stage="validate"}'))
  const replica = new SrvraDataSync({ nodes: [state.url] })
  onTestFinished(() => replica.close())
  // Each is compared with each.
  const list = Array.from({ length: 2000 }, (_, index) => ({ index }))
  expect((await replica.setState('lists/long', list).synced).outcome).toBe('committed')
  await until(() => hub.monitoring.alerts()[0]?.state.status === 'firing')
  expect(hub.monitoring.alertHistory()[0]).toMatchObject({ what: 'fired', rule: 'slow-checks' })
})
