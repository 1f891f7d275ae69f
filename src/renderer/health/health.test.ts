import { expect, test } from 'vitest'

import { wellKept } from '../../../engine/testing/backup-double.ts'
import type { AlertView, ClientSummary, EngineOverview, QueueSummary } from '../../shared/contract.ts'
import { failure } from '../testing/bridge-double.ts'
import { healthOf } from './health-sentence.ts'
import type { Standing } from './standing.ts'
import { describePoints, describeSeries, sparklinePoints, sparkSegments } from './sparkline.ts'

const now = Date.UTC(2026, 10, 23)
const overview: EngineOverview = {
  storeId: 's',
  openedAt: now,
  documents: 1204,
  deletedDocuments: 0,
  changes: 2000,
  bytes: 1,
  historyBytes: 1,
  head: { seq: 2000, at: now },
  horizon: { seq: 0, at: 0 },
  subscribers: 0,
  writesPerMinute: [],
  hottest: [],
  recent: [],
}
const verified = (daysAgo: number, problems = 0): EngineOverview => ({
  ...overview,
  lastVerify: { at: now - daysAgo * 86_400_000, problems, changes: 2000 },
})

const alert = (title: string, severity: 'warning' | 'critical' = 'warning', acknowledged = false): AlertView => ({
  rule: { id: title, title, severity, forMs: 0, condition: { kind: 'absence', series: 'a', windowMs: 1000 } },
  state: { status: 'firing', since: 1, firedAt: 1 },
  ...(acknowledged ? { acknowledged: { by: 'ann', at: 1 } } : {}),
})
const clients: ClientSummary = {
  known: 4,
  byStatus: { live: 4, 'catching-up': 0, draining: 0, offline: 0 },
  trouble: 0,
  pending: 0,
  deadLetters: 0,
  lag: 0,
  queuedBytes: 0,
  openConflicts: 0,
  bytesSent: 0,
  bytesSaved: 0,
  throughput: [],
}
const queue: QueueSummary = {
  waiting: 5,
  overdue: 0,
  byPriority: { critical: 0, high: 0, normal: 5, low: 0 },
  byState: { open: 5, claimed: 0, snoozed: 0 },
  oldestAt: now,
}
/** Everything is known and well, but for what a test says. */
const well = (changes: Partial<Standing> = {}): Standing => ({
  overview: verified(1),
  alerts: [],
  backups: { ...wellKept, verification: { at: now, ok: true, problems: [], restoredSeq: 1, tookMs: 1 } },
  listen: { status: 'listening', port: 4100, url: 'ws://127.0.0.1:4100' },
  clients,
  conflicts: queue,
  ...changes,
})
const health = (changes: Partial<Standing> = {}) => healthOf(well(changes), now)

test('V-121 the health sentence names what is wrong first, then what is due', () => {
  expect(health({ overview: verified(0, 2) })).toMatchObject({ tone: 'danger', sentence: expect.stringContaining('2 problems') })
  expect(health({ overview })).toMatchObject({ tone: 'warn', sentence: expect.stringContaining('never verified') })
  expect(health({ overview: verified(8) })).toMatchObject({ tone: 'warn', sentence: expect.stringContaining('8 days ago') })
  expect(health()).toEqual({
    tone: 'ok',
    sentence: 'All is well: the engine runs with 1,204 documents, verified 1 day ago.',
    others: [],
  })
  expect(health({ overview: { ...overview, changes: 0, documents: 0 } })).toEqual({
    tone: 'neutral',
    sentence: 'The engine runs and is empty.',
    others: [],
  })
})

test.each<[string, Partial<Standing>, string, string, string]>([
  [
    'alerts, some known',
    { alerts: [alert('Event loop lag'), alert('Memory', 'warning', true)] },
    'warn',
    '2 alerts fire, 1 of them unacknowledged: Event loop lag.',
    'alerts',
  ],
  ['one alert, the worst', { alerts: [alert('Lag', 'critical')] }, 'danger', '1 alert fires, unacknowledged: Lag.', 'alerts'],
  [
    'one that somebody knows of',
    { alerts: [alert('Lag', 'critical', true)] },
    'warn',
    '1 alert fires, acknowledged: Lag.',
    'alerts',
  ],
  [
    'many alerts',
    { alerts: [alert('A'), alert('B'), alert('C')] },
    'warn',
    '3 alerts fire, all unacknowledged: A, B and 1 more.',
    'alerts',
  ],
  ['nobody watches', { alertFailure: failure }, 'warn', `Nobody watches for alerts: ${failure.message}`, 'logs'],
  ['old figures', { failure }, 'danger', `The engine does not answer, and what stands below is older: ${failure.message}`, 'logs'],
  [
    'backups that are off',
    { backups: { ...wellKept, enabled: false } },
    'warn',
    'No backups are made: what is lost here is lost for good.',
    'backups',
  ],
  [
    'a backup that failed',
    { backups: { ...wellKept, lastAttempt: { at: now, error: { code: 'E', message: 'Full.' } } } },
    'danger',
    'The last backup failed: Full.',
    'backups',
  ],
  [
    'conflicts past due',
    { conflicts: { ...queue, overdue: 2 } },
    'warn',
    '2 conflicts wait longer than the priority allows, of 5 open.',
    'conflicts',
  ],
  [
    'clients in trouble',
    { clients: { ...clients, trouble: 1, deadLetters: 3 } },
    'warn',
    '1 client needs a look, and 3 operations of clients were refused.',
    'clients',
  ],
  [
    'a hub that is off',
    { listen: { status: 'off' } },
    'warn',
    'The hub does not listen: none of 4 known clients can connect.',
    'clients',
  ],
  [
    'a hub that cannot listen',
    { listen: { status: 'failed', port: 1, code: 'E_PORT_IN_USE', message: 'Port 1 is taken.' } },
    'danger',
    'No client can connect: Port 1 is taken.',
    'clients',
  ],
])(
  'V-280 nothing is well while something is wrong, and a link leads to where it is settled: %s',
  (_, changes, tone, sentence, to) => {
    expect(health(changes)).toMatchObject({ tone, sentence, link: { to: { name: to } } })
  },
)

test('V-280 the worst is told in full and the rest by name', () => {
  const { sentence, others } = health({
    alerts: [alert('Lag')],
    backups: { ...wellKept, lastAttempt: { at: now, error: { code: 'E', message: 'Full.' } } },
    conflicts: { ...queue, overdue: 2 },
  })
  expect([sentence, ...others.map(({ text }) => text)]).toEqual([
    'The last backup failed: Full.',
    '1 alert fires',
    '2 conflicts overdue',
  ])
})

test('V-280 as long as nobody has said how alerts stand, all is not said to be well', () => {
  expect(health({ alerts: undefined })).toEqual({
    tone: 'neutral',
    sentence: 'The engine runs with 1,204 documents, verified 1 day ago.',
    others: [],
  })
  expect(health({ listen: { status: 'off' }, clients: { ...clients, known: 0 } }).tone).toBe('ok')
})

test('V-122 a line of minutes spans its box, lies on the ground at zero, and can be heard', () => {
  expect(sparklinePoints([0, 5, 10], 100, 20)).toBe('0,20 50,10 100,0')
  expect(sparklinePoints([0, 0], 10, 20)).toBe('0,20 10,20')
  expect(sparklinePoints([], 10, 20)).toBe('')
  expect(describeSeries([0, 1200, 3], 'writes', 'minute')).toBe('1,203 writes in 3 minutes, at most 1,200 in one')
  expect(describeSeries([1, 2], 'changes', 'second')).toBe('3 changes in 2 seconds, at most 2 in one')
})

test('V-282 a line of the last hour is cut at its gaps, and a figure alone is a dot', () => {
  const points = [1, null, 2, 4].map((value, place) => ({ at: place * 10, value }))
  const segments = sparkSegments(points, { from: 0, to: 30 }, { width: 30, height: 20 })
  expect(segments).toEqual(['-0.75,15 0.75,15', '20,10 30,0'])
  expect(sparkSegments([], { from: 0, to: 30 }, { width: 30, height: 20 })).toEqual([])
  expect(sparkSegments([{ at: 30, value: 0 }], { from: 0, to: 30 }, { width: 30, height: 20 })).toEqual(['29.25,20 30.75,20'])
  expect(describePoints(points, 'Writes', String)).toBe('Writes in the last hour: from 1 to 4, last 4')
  expect(describePoints([{ at: 0, value: null }], 'Writes', String)).toBe('Writes in the last hour: nothing was seen')
})
