import fc from 'fast-check'
import { expect, test } from 'vitest'

import { wellKept } from '../../../engine/testing/backup-double.ts'
import type { BackupStatus } from '../../shared/contract.ts'
import { backupAge, backupHealth, drillAge, drillWords, keyWarning, lagWords, targetWords, windowWords } from './backup-words.ts'
import { changedBy, countsSentence, inPlaceConsequences, reportLines, restoreAction, spaceProblem } from './restore-words.ts'
import { instantNear, isWithin, pointBefore, pointWords, typedInstant, typedOperation, windowSentence } from './restore-point.ts'
import {
  type BackupForm,
  emptyTarget,
  formProblems,
  keepsCredentials,
  toChoice,
  toForm,
  withCurrent,
  intervals,
} from './settings-form.ts'
import { sizeChart, sizeSentence, sizeTable } from './size-chart.ts'

const NOW = Date.UTC(2026, 10, 23, 12)
const DAY = 86_400_000
const like = (changes: Partial<BackupStatus>): BackupStatus => ({ ...wellKept, ...changes })
const failing = {
  name: 'folder /mnt',
  state: 'failing',
  lagMs: null,
  lastSeq: null,
  lastAt: null,
  error: { code: 'E', message: 'No space left.' },
} as const
const without = (name: 'lastBackup' | 'verification' | 'window'): BackupStatus => {
  const { [name]: _, ...rest } = wellKept
  return rest
}

test.each<[string, BackupStatus, string, RegExp]>([
  ['all is well', wellKept, 'ok', /a restore was tried 1 day ago/],
  ['they are off', like({ enabled: false }), 'warn', /No backups are made/],
  ['no target answers', like({ targets: [failing] }), 'danger', /Nothing can be backed up: No space left/],
  ['one target does not answer', like({ targets: [failing, ...wellKept.targets] }), 'warn', /folder \/mnt does not answer/],
  [
    'a drill went wrong',
    like({ verification: { at: NOW, ok: false, problems: ['A.', 'B.'], restoredSeq: 1, tookMs: 1 } }),
    'danger',
    /A\. \(and 1 more fault\)/,
  ],
  ['the last backup failed', like({ lastAttempt: { at: NOW, error: { code: 'E', message: 'Full.' } } }), 'danger', /failed: Full/],
  ['there is none yet', without('lastBackup'), 'warn', /No backup yet/],
  ['the stream lags', like({ streamLagMs: 65_000 }), 'warn', /changes of 65 s are in no backup/],
  ['no drill was ever run', without('verification'), 'warn', /run a drill/],
  [
    'the drill is old',
    like({ verification: { at: NOW - 40 * DAY, ok: true, problems: [], restoredSeq: 1, tookMs: 1 } }),
    'warn',
    /last drill was 1 mo ago/,
  ],
])('V-266 the sentence tells the worst there is: %s', (_, status, tone, sentence) => {
  expect(backupHealth(status, NOW)).toEqual({ tone, sentence: expect.stringMatching(sentence) })
})

test('V-266 a target has a word and a colour for its state, and its fault in its own words', () => {
  const [inStep, lagging] = wellKept.targets
  expect(inStep && targetWords(inStep)).toEqual({ tone: 'ok', word: 'In step', text: '' })
  expect(lagging && targetWords(lagging)).toEqual({ tone: 'warn', word: 'Lagging', text: '4.2 s behind' })
  expect(targetWords(failing)).toEqual({ tone: 'danger', word: 'Failing', text: 'No space left.' })
  expect([0, 900, 59_000, 600_000, 7_200_000, 3 * DAY].map(lagWords)).toEqual(['0 s', '0.9 s', '59 s', '10 min', '2 h', '3 days'])
})

test('V-269 the badge tells whether a restore was ever tried, and whether it held', () => {
  const drill = wellKept.verification
  expect(drillWords(undefined, NOW).word).toBe('Never verified')
  expect(drillWords(drill, NOW)).toMatchObject({
    tone: 'ok',
    word: 'Verified',
    text: expect.stringContaining('operation 11,204 in 8.1 s'),
  })
  expect(drillWords(drill, NOW + 60 * DAY)).toMatchObject({ tone: 'warn', word: 'Verified long ago' })
  expect(drill && drillWords({ ...drill, ok: false, problems: ['Bad.'] }, NOW)).toMatchObject({ tone: 'danger', text: 'Bad.' })
  expect(windowWords(wellKept)).toBe('9 base backups and every change')
  expect(windowWords(without('window'))).toBe('there is nothing to restore to yet')
})

test('V-270 a key that lies beside the store alone is warned of, until a copy was exported', () => {
  expect(keyWarning(wellKept)).toBeUndefined()
  expect(keyWarning(like({ key: { id: 'k1', keptBeside: true } }))).toMatch(/k1 .* Keep a copy elsewhere/)
  expect(keyWarning(like({ enabled: false, key: { id: 'k1', keptBeside: true } }))).toBeUndefined()
})

test('V-267 sizes are drawn in one unit, and told in a table and a sentence', () => {
  const points = [
    { at: NOW - DAY, bytes: 900_000 },
    { at: NOW, bytes: 4_126_000 },
  ]
  const chart = sizeChart(points, true, 'd')
  expect([chart.unit, chart.series[0]?.values, chart.labels[1]]).toEqual([' MB', [0.9, 4.13], '11-23 12:00'])
  expect(sizeTable(points, true).rows[0]).toEqual(['2026-11-23 12:00:00 UTC', '4.13 MB'])
  expect(sizeSentence(points)).toBe('4.13 MB now, 3.23 MB more than at first.')
  expect([sizeSentence([]), sizeChart([], true, '').unit]).toEqual(['', ' kB'])
})

const form = (changes: Partial<BackupForm>): BackupForm => ({
  enabled: true,
  targets: [{ ...emptyTarget, folder: '/mnt/backups' }],
  backupIntervalMs: DAY,
  retentionMs: 7 * DAY,
  geoRedundancy: false,
  ...changes,
})
const bucket = { ...emptyTarget, kind: 's3', bucket: 'backups' } as const

test.each<[string, Partial<BackupForm>, readonly string[]]>([
  ['nothing', {}, []],
  ['a relative folder', { targets: [{ ...emptyTarget, folder: 'backups' }] }, ['targets.0.folder']],
  ['no place', { targets: [] }, ['targets']],
  ['a place that is there twice', { targets: [bucket, bucket] }, ['targets.1.bucket']],
  ['one place for redundancy', { geoRedundancy: true }, ['geoRedundancy']],
  ['a retention shorter than the interval', { retentionMs: 1000 }, ['retentionMs']],
  ['a bucket in capitals', { targets: [{ ...bucket, bucket: 'Backups' }] }, ['targets.0.bucket']],
  ['half of the credentials', { targets: [{ ...bucket, accessKeyId: 'me' }] }, ['targets.0.secretAccessKey']],
  [
    'an endpoint with a path',
    { targets: [{ ...bucket, endpoint: 'https://host/x', region: 'EU', prefix: '/x' }] },
    ['targets.0.prefix', 'targets.0.region', 'targets.0.endpoint'],
  ],
  ['nothing while backups are off', { enabled: false, targets: [emptyTarget] }, []],
])('V-268 the form tells of %s, field by field', (_, changes, fields) => {
  expect(Object.keys(formProblems(form(changes)))).toEqual(fields)
})

test('V-268 what the form does not show stays as it is, and secrets are sent only when they are typed', () => {
  const s3 = { bucket: 'backups', endpoint: 'https://minio', pathStyle: true, credentials: 'kept' } as const
  const settings = { ...form({}), targets: [{ folder: '/mnt/backups' }, { s3 }] }
  const shown = toForm(settings)
  expect(toChoice(shown)).toEqual(settings)
  const [folder, place] = shown.targets
  if (!folder || !place) throw new Error('two targets were given')
  expect(keepsCredentials(place)).toBe(true)
  const elsewhere = { ...place, bucket: 'others' }
  expect(toChoice({ ...shown, targets: [folder, elsewhere] }).targets[1]).toEqual({
    s3: { bucket: 'others', endpoint: 'https://minio', pathStyle: true },
  })
  const typed = { ...place, accessKeyId: 'me', secretAccessKey: 'pw' }
  expect(toChoice({ ...shown, targets: [typed] }).targets[0]).toMatchObject({
    s3: { credentials: { accessKeyId: 'me', secretAccessKey: 'pw' } },
  })
  expect(toChoice(form({ enabled: false, targets: [emptyTarget] })).targets).toEqual([])
  expect(withCurrent(intervals, 2 * 3_600_000).at(-1)).toEqual({ value: 7_200_000, label: '2 hours' })
})

const span = wellKept.window ?? { fromSeq: 0, fromAt: 0, toSeq: 0, toAt: 0 }

test('V-272 a point can be typed as a date and time or as the number of an operation, within what there is', () => {
  expect(typedOperation('12,000', span, true)).toEqual({ point: { seq: 12_000 } })
  expect(typedInstant('2026-11-22T10:00:00', span, true)).toEqual({ point: { at: Date.UTC(2026, 10, 22, 10, 0, 0, 999) } })
  expect(typedInstant('2026-11-23T11:59:58', span, true)).toEqual({ point: { at: span.toAt } })
  for (const wrong of ['2026-11-10T00:00:00', '2027-01-01T00:00:00'])
    expect(typedInstant(wrong, span, true)).toEqual({ problem: windowSentence(span, true) })
  for (const wrong of ['1199', '12481']) expect(typedOperation(wrong, span, true)).toEqual({ problem: windowSentence(span, true) })
  expect([typedInstant('', span, true), typedOperation('x', span, true)]).toEqual([
    { problem: 'Type a date and a time.' },
    { problem: 'Type the number of an operation.' },
  ])
  expect(windowSentence(span, true)).toBe(
    'Between 2026-11-16 12:00:00 UTC and 2026-11-23 11:59:58 UTC: operations 1,200 to 12,480.',
  )
})

test('V-272 what is typed is within the window, or a problem', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.nat().map(String)), (text) => {
      const { point, problem } = typedOperation(text, span, true)
      expect(point ? isWithin(point, span) : problem !== '').toBe(true)
    }),
  )
})

test('V-272 the slider shows about when an operation was, between what is known of the log', () => {
  const acts = [{ seq: 2000, at: span.fromAt + 1000 }]
  expect([1200, 1600, 2000].map((seq) => instantNear(seq, span, acts) - span.fromAt)).toEqual([0, 500, 1000])
  fc.assert(
    fc.property(fc.integer({ min: 1200, max: 12_479 }), (seq) => {
      expect(instantNear(seq, span, acts)).toBeLessThanOrEqual(instantNear(seq + 1, span, acts))
      expect(instantNear(seq, span, acts)).toBeLessThanOrEqual(span.toAt)
    }),
  )
  expect([instantNear(1, span, acts), instantNear(99_999, span, [])]).toEqual([span.fromAt, span.toAt])
})

test('V-272 an act of the log stands for the moment just before it', () => {
  const act = { seq: 12_300, at: NOW, kind: 'bulk', actor: 'a', count: 181, label: 'b' } as const
  expect(pointBefore(act)).toEqual({ seq: 12_299 })
  expect([pointWords({ seq: 12_299 }, true), pointWords({ at: NOW }, true)]).toEqual([
    'after operation 12,299',
    'at 2026-11-23 12:00:00 UTC',
  ])
})

const counts = { added: 1, changed: 2, removed: 1, unchanged: 996 }
const preview = { seq: 12_299, at: NOW, epochNext: 3, counts, changesSetAside: 181, bytesNeeded: 10, bytesFree: 20 }

test('V-273 counts are told in full, and nothing when nothing would change', () => {
  expect(changedBy(counts)).toBe(4)
  expect(countsSentence(counts)).toBe(
    '4 documents would be other than now: 1 comes back, 2 change back, 1 goes away. 996 documents stay as they are.',
  )
  expect(countsSentence({ added: 0, changed: 0, removed: 0, unchanged: 1 })).toBe(
    'Nothing would change: the documents are as they were then. 1 document stays as it is.',
  )
})

test('V-275 the button has the verb and the exact count, and a lack of space is told before', () => {
  expect(restoreAction('in-place', preview)).toBe('Restore 4 documents in place')
  expect(restoreAction('new-file', preview)).toBe('Restore operation 12,299 to a folder…')
  expect(inPlaceConsequences(preview)).toEqual([
    countsSentence(counts),
    '181 later changes are set aside: the store that is replaced is kept until you let it go.',
    'The store begins a new life: replicas that were further come back to it, and their own writes from after that moment arrive as conflicts.',
  ])
  expect(spaceProblem(preview)).toBeUndefined()
  expect(spaceProblem({ ...preview, bytesNeeded: 3_000_000, bytesFree: 1_000_000 })).toBe(
    'There is not enough space: 3.00 MB are needed beside the store, and 1.00 MB are free.',
  )
})

test('V-276 the end tells where everything is', () => {
  const done = { taskId: 't', endedAt: NOW, seq: 1, at: 1, epoch: 3, counts, changesSetAside: 181 }
  expect(reportLines({ ...done, into: { kind: 'in-place' }, keptId: 'kept-1' })[1]).toBe(
    'The store before is kept as kept-1, with 181 later changes.',
  )
  expect(reportLines({ ...done, into: { kind: 'new-file', file: '/restored' } })).toEqual([
    'The restored store is in /restored.',
    'The store of this console was not touched.',
  ])
})

test('V-278 the figures of the overview tell the age of the last backup and of the last restore that held', () => {
  const figures = (status: BackupStatus) =>
    [backupAge(status, NOW), drillAge(status, NOW)].map(({ value, note }) => `${value}: ${note}`)
  expect(figures(wellKept)).toEqual([
    '1 h ago: changes since then follow as they happen',
    '1 day ago: restored up to operation 11,204',
  ])
  expect(figures(like({ enabled: false }))[0]).toBe('1 h ago: backups are off')
  expect(figures(like({ streamLagMs: 60_000 }))[0]).toBe('1 h ago: changes of 60 s are in none yet')
  expect(figures(like({ lastAttempt: { at: NOW, error: { code: 'E', message: '' } } }))[0]).toBe('1 h ago: the last attempt failed')
  expect(figures(without('lastBackup'))[0]).toBe('None: the first one is still to come')
  expect(figures(without('verification'))[1]).toBe('Never: no drill was ever run')
  expect(figures(like({ verification: { at: NOW, ok: false, problems: [], restoredSeq: 1, tookMs: 1 } }))[1]).toBe(
    'Failed: the drill just now found faults',
  )
})
