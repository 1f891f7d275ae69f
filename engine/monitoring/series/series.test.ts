import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import fc from 'fast-check'
import { expect, onTestFinished, test } from 'vitest'
import { MemorySeriesStore } from '../../adapters/memory-series-store.ts'
import { SqliteSeriesStore } from '../../adapters/sqlite-series-store.ts'
import { seriesContract } from '../../testing/series-contract.ts'
import { bucketOf, DEFAULT_LEVELS, levelFor, rollUp } from './roll-up.ts'
import { SeriesRecorder } from './series-recorder.ts'

const T = 1_800_000_000_000
const HOUR = 3_600_000
const LEVELS = [
  { stepMs: 1000, keepMs: 60_000 },
  { stepMs: 10_000, keepMs: 600_000 },
]

function temporaryFile(): string {
  const dir = mkdtempSync(join(tmpdir(), 'srvra-series-'))
  onTestFinished(() => rmSync(dir, { recursive: true }))
  return join(dir, 'series.db')
}

seriesContract('memory', () => new MemorySeriesStore())
seriesContract('SQLite', () => new SqliteSeriesStore(temporaryFile()))

const seen = fc
  .array(fc.record({ after: fc.integer({ min: 0, max: 30_000 }), value: fc.integer({ min: -1000, max: 1000 }) }), { minLength: 1 })
  .map((steps) => {
    let at = T
    return steps.map(({ after, value }) => ({ at: (at += after), value }))
  })

test('O-7 a coarser level says of a time what the finer ones say together', () => {
  fc.assert(
    fc.property(seen, (samples) => {
      const store = new MemorySeriesStore()
      const recorder = new SeriesRecorder(store, DEFAULT_LEVELS)
      for (const { at, value } of samples) recorder.record(at, [{ series: 'a', value }])
      const seconds = store.read('a', 1000, 0, Infinity)
      for (const stepMs of [10_000, 60_000, HOUR]) expect(store.read('a', stepMs, 0, Infinity)).toEqual(rollUp(seconds, stepMs))
      expect(rollUp(seconds, 1000)).toEqual(seconds)
      const values = samples.map(({ value }) => value)
      const [whole] = rollUp(seconds, 1e15)
      expect(whole).toMatchObject({ count: values.length, min: Math.min(...values), max: Math.max(...values), last: values.at(-1) })
      expect(whole?.sum).toBe(values.reduce((sum, value) => sum + value, 0))
    }),
  )
})

test('O-7 a step in which nothing was seen has no bucket', () => {
  const recorder = new SeriesRecorder(new MemorySeriesStore(), LEVELS)
  recorder.record(T, [{ series: 'a', value: 0 }])
  recorder.record(T + 1000, [{ series: 'a', value: Number.NaN }])
  recorder.record(T + 2000, [{ series: 'a', value: 2 }])
  const { stepMs, buckets } = recorder.read('a', T, T + 3000, T + 3000)
  expect(stepMs).toBe(1000)
  expect(buckets.map(({ at, last }) => [at - T, last])).toEqual([
    [0, 0],
    [2000, 2],
  ])
})

test('O-8 a store of series stops growing, and reads from the finest level that still has the beginning', () => {
  const store = new MemorySeriesStore()
  const recorder = new SeriesRecorder(store, LEVELS)
  let now = T
  for (; now < T + 3_600_000; now += 1000) recorder.record(now, [{ series: 'a', value: 1 }])
  // Trimming comes once a minute, so that a level may be a minute longer than it promises.
  expect(store.read('a', 1000, 0, Infinity).length).toBeLessThanOrEqual(121)
  expect(store.read('a', 10_000, 0, Infinity).length).toBeLessThanOrEqual(67)
  expect(recorder.read('a', now - 60_000, now, now)).toMatchObject({ stepMs: 1000 })
  expect(recorder.read('a', now - 60_001, now, now)).toMatchObject({ stepMs: 10_000 })
  const spans = [HOUR / 2, HOUR, 6 * HOUR, 24 * HOUR, 30 * 24 * HOUR]
  const steps = spans.map((span) => levelFor(DEFAULT_LEVELS, now - span, Infinity, now).stepMs)
  expect(steps).toEqual([1000, 10_000, 60_000, 60_000, HOUR])
  expect(levelFor(LEVELS, 0, now, now).stepMs).toBe(10_000)
})

test('O-9 a restart within a step goes on with what was there', () => {
  const file = temporaryFile()
  for (const value of [3, 5]) {
    const store = new SqliteSeriesStore(file)
    new SeriesRecorder(store, LEVELS).record(T + value, [{ series: 'a', value }])
    store.close()
  }
  const store = new SqliteSeriesStore(file)
  onTestFinished(() => store.close())
  expect(store.read('a', 1000, T, T + 1)).toEqual([{ ...bucketOf(T, 3, 1000), count: 2, sum: 8, max: 5, last: 5 }])
})

test('O-9 a file of a newer form is refused', () => {
  const file = temporaryFile()
  const database = new Database(file)
  database.pragma('user_version = 3')
  database.close()
  expect(() => new SqliteSeriesStore(file)).toThrow(expect.objectContaining({ code: 'E_STORE_NEWER' }))
})

test('O-47 a file from before there were marks keeps its figures and takes marks', () => {
  const file = temporaryFile()
  const before = new SqliteSeriesStore(file)
  before.put([{ series: 'a', stepMs: 1000, bucket: bucketOf(T, 3, 1000) }])
  before.close()
  const database = new Database(file)
  database.exec('DROP TABLE marks; PRAGMA user_version = 1')
  database.close()
  const store = new SqliteSeriesStore(file)
  onTestFinished(() => store.close())
  store.putMark({ at: T, kind: 'note', text: 'deploy 1.2' })
  expect(store.marks(0, Infinity, 1)).toEqual([{ at: T, kind: 'note', text: 'deploy 1.2' }])
  expect(store.read('a', 1000, T, T + 1)).toHaveLength(1)
})
