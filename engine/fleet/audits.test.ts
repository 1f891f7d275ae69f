import { beforeEach, expect, test } from 'vitest'
import { nodeSha256 } from '../adapters/node-hash.ts'
import { SrvraDataSync } from '../index.ts'
import type { JsonValue } from '../core/json/index.ts'
import { CopyAudit } from './copy-audit.ts'
import { Ledger } from './ledger.ts'
import { LogAudit } from './log-audit.ts'
import type { PromisedWrite } from './promised-write.ts'
import { TimeHistogram } from './time-histogram.ts'

let hub: SrvraDataSync

beforeEach(() => {
  hub = new SrvraDataSync()
})

/** A write that the hub has, as its writer was told. */
function taken(key: string, value: JsonValue): PromisedWrite {
  const { version, seq } = hub.setState(key, value)
  return { key, value, version, seq, origin: hub.storage.storeId, merged: false }
}

const inLog = async (...writes: readonly PromisedWrite[]): Promise<number> => {
  const audit = new LogAudit(hub.storage, nodeSha256)
  for (const write of writes) audit.promised(write)
  return audit.countLost()
}

test('C-21 what is in the log where it was promised is not lost', async () => {
  expect(await inLog(taken('a', 1), taken('b', 1), taken('a', 2))).toBe(0)
})

test('C-21 a write whose place in the log is empty, another key’s, or another version’s is lost', async () => {
  const write = taken('a', 1)
  taken('b', 1)
  expect(await inLog({ ...write, seq: 3 })).toBe(1)
  expect(await inLog({ ...write, seq: 2 })).toBe(1)
  expect(await inLog({ ...write, version: 2 })).toBe(1)
})

test('C-21 a place that somebody else took is a loss, unless he had written the same or it is a merge', async () => {
  const write = { ...taken('a', { x: 1 }), origin: 'shop-2' }
  expect(await inLog({ ...write, value: { x: 2 } })).toBe(1)
  expect(await inLog(write)).toBe(0)
  expect(await inLog({ ...write, value: { x: 2 }, merged: true })).toBe(0)
})

test('C-21 writes that went as one operation count by their last value', async () => {
  const write = { ...taken('a', 2), origin: 'shop-2' }
  expect(await inLog({ ...write, value: 1 }, write)).toBe(0)
  expect(await inLog(write, { ...write, value: 1 })).toBe(1)
})

test('C-21 the books stay bounded, and what leaves them was looked for', async () => {
  const audit = new LogAudit(hub.storage, nodeSha256, 10)
  const write = taken('a', 1)
  for (let number = 0; number < 3000; number++) audit.promised({ ...write, seq: number % 2 === 0 ? 1 : 2, origin: String(number) })
  expect(audit.held).toBeLessThan(10 + 1000)
  expect(await audit.countLost()).toBe(1500)
})

const inCopy = async (...writes: readonly PromisedWrite[]): Promise<number> => {
  const audit = new CopyAudit({
    refresh: () => Promise.resolve(),
    version: (key) => hub.storage.read(key)?.version ?? 0,
    value: (key) => hub.getState(key),
  })
  for (const write of writes) audit.promised(write)
  return audit.countLost()
}

test('C-21 another hub must have come as far as it promised, with that value', async () => {
  const write = taken('a', 1)
  expect(await inCopy(write, taken('b', 1))).toBe(0)
  expect(await inCopy({ ...write, value: 2 })).toBe(1)
  expect(await inCopy({ ...write, version: 2 })).toBe(1)
  expect(await inCopy({ ...write, key: 'none' })).toBe(1)
  taken('a', 3)
  expect(await inCopy(write)).toBe(0)
})

test('C-21 a version that was promised for two values is a loss, whichever came out', async () => {
  const write = taken('a', 1)
  const rival = { ...write, origin: 'shop-2' }
  expect(await inCopy({ ...rival, value: 2 }, write)).toBe(1)
  expect(await inCopy(rival, write)).toBe(0)
  expect(await inCopy({ ...rival, value: 2, merged: true }, write)).toBe(0)
  const next = taken('a', 5)
  expect(await inCopy({ ...rival, value: 2 }, write, next)).toBe(1)
})

test('C-20 the books count outcomes, and only promises are held against the hub', async () => {
  const ledger = new Ledger(new LogAudit(hub.storage, nodeSha256))
  const origin = hub.storage.storeId
  const { version, seq } = taken('a', 1)
  for (let write = 0; write < 5; write++) ledger.written()
  ledger.settled({ key: 'a', value: 1, origin }, { outcome: 'committed', version, seq }, 4)
  ledger.settled({ key: 'a', value: 1, origin }, { outcome: 'merged', version, seq }, undefined)
  ledger.settled({ key: 'a', value: 1, origin }, { outcome: 'conflict', conflict: 'c', reason: 'r' }, undefined)
  ledger.settled({ key: 'a', value: 1, origin }, { outcome: 'rejected', code: 'E', message: 'm' }, undefined)
  expect(ledger.counts).toEqual({ written: 5, acknowledged: 2, merged: 1, conflicts: 1, rejected: 1 })
  expect(ledger.waiting).toBe(1)
  expect(ledger.percentile(0.5)).toBeCloseTo(4, 0)
  expect(await ledger.countLost()).toBe(0)
})

test('C-20 percentiles are right to two in a hundred, however many times there are', () => {
  const times = new TimeHistogram()
  expect(times.percentile(0.5)).toBe(0)
  for (let ms = 1; ms <= 1000; ms++) times.add(ms)
  expect(times.percentile(0.5) / 500).toBeCloseTo(1, 1)
  expect(Math.abs(times.percentile(0.99) / 990 - 1)).toBeLessThan(0.02)
  times.add(0)
  expect(times.percentile(0.0001)).toBeLessThan(0.02)
})
