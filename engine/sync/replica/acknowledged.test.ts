import { expect, test } from 'vitest'
import { createMemoryStorage } from '../../adapters/memory-storage/index.ts'
import { ABSENT } from '../../core/session/key-state.ts'
import type { PendingOperation } from '../../core/session/key-state.ts'
import type { Storage } from '../../ports/storage.ts'
import { Acknowledged, ACKNOWLEDGED_LIMITS } from './acknowledged.ts'
import type { AcknowledgedPlan } from './acknowledged.ts'
import { ReplicaRecords } from './replica-records.ts'
import type { Acknowledgement } from './replica-records.ts'

const DAY_MS = 86_400_000

function operation(opId: string, value: number | string): PendingOperation {
  const contents = { value, metadata: {} }
  const over = { value: 'before', metadata: {} }
  return { opId, kind: 'set', base: 3, over, direct: true, value: contents, hlc: '', priority: 'normal', at: 1, sealed: true }
}

function acknowledgement(opId: string, key: string, seq: number, more: Partial<Acknowledgement> = {}): Acknowledgement {
  return { key, operation: operation(opId, seq), conflict: false, seq, at: seq, ...more }
}

/** What is remembered, on a store. */
function memory(storage: Storage = createMemoryStorage(), limits = ACKNOWLEDGED_LIMITS) {
  const acknowledged = new Acknowledged(new ReplicaRecords(storage), limits)
  const carryOut = ({ records, committed }: AcknowledgedPlan): void => {
    void storage.append([], records)
    committed()
  }
  const ids = (): readonly string[] => storage.records('sync-acknowledged', { limit: 100 }).map(({ id }) => id)
  return { storage, acknowledged, carryOut, ids }
}

test('P-143 of each document the last write is remembered, and every one that is kept as a conflict', () => {
  const { acknowledged, carryOut, ids, storage } = memory()
  carryOut(acknowledged.plan([acknowledgement('a', 'k', 1), acknowledgement('b', 'other', 2)]))
  carryOut(acknowledged.plan([acknowledgement('c', 'k', 3, { conflict: true })]))
  carryOut(acknowledged.plan([acknowledgement('d', 'k', 4)]))
  expect(ids()).toEqual(['b', 'c', 'd'])
  // An old answer that comes late takes nothing away.
  carryOut(acknowledged.plan([acknowledgement('late', 'k', 2)]))
  expect(ids()).toEqual(['b', 'c', 'd'])
  const again = memory(storage).acknowledged
  expect(again.size).toBe(3)
  expect(again.read('d')).toMatchObject({ key: 'k', seq: 4, operation: { value: { value: 4 }, over: ABSENT } })
  expect(again.read('c')).toMatchObject({ conflict: true, operation: { over: { value: 'before' } } })
})

test('P-143 what a restore has taken is marked, survives a restart, and is neither superseded nor marked twice', () => {
  const { acknowledged, carryOut, storage } = memory()
  const all = [acknowledgement('a', 'k1', 3), acknowledgement('b', 'k2', 4), acknowledgement('c', 'k3', 3, { conflict: true })]
  const { seq: _seq, ...undated } = acknowledgement('d', 'k4', 1)
  carryOut(acknowledged.plan([...all, undated, acknowledgement('e', 'k5', 2, { conflict: true })]))
  const lost = acknowledged.lose(3)
  expect(lost.lost).toBe(3)
  carryOut(lost)
  expect([...acknowledged.due]).toEqual(['b', 'c', 'd'])
  carryOut(acknowledged.plan([acknowledgement('f', 'k2', 4)]))
  const again = memory(storage)
  expect(new Set(again.acknowledged.due)).toEqual(new Set(['b', 'c', 'd']))
  carryOut(again.acknowledged.lose(1))
  expect(again.acknowledged.read('b')?.since).toBe(1)
  expect(again.acknowledged.read('a')?.since).toBe(1)
})

test('P-143 it is bounded by number, bytes and age: the oldest go first, and never what is to be brought back', () => {
  const byNumber = memory(undefined, { ...ACKNOWLEDGED_LIMITS, operations: 3 })
  for (let seq = 1; seq <= 6; seq++) byNumber.carryOut(byNumber.acknowledged.plan([acknowledgement(`op-${seq}`, `k${seq}`, seq)]))
  expect(byNumber.ids()).toEqual(['op-4', 'op-5', 'op-6'])
  byNumber.carryOut(byNumber.acknowledged.lose(5))
  byNumber.carryOut(byNumber.acknowledged.plan([7, 8, 9].map((seq) => acknowledgement(`op-${seq}`, `k${seq}`, seq))))
  expect(byNumber.ids()).toEqual(['op-6', 'op-8', 'op-9'])

  const byBytes = memory(undefined, { ...ACKNOWLEDGED_LIMITS, bytes: 250 })
  for (let seq = 1; seq <= 4; seq++) {
    const large = { operation: operation(`op-${seq}`, 'x'.repeat(100)) }
    byBytes.carryOut(byBytes.acknowledged.plan([acknowledgement(`op-${seq}`, `k${seq}`, seq, large)]))
  }
  expect(byBytes.ids()).toEqual(['op-3', 'op-4'])

  const byAge = memory()
  byAge.carryOut(byAge.acknowledged.plan([acknowledgement('old', 'k1', 1, { at: 0 })], [], 0))
  byAge.carryOut(byAge.acknowledged.plan([acknowledgement('new', 'k2', 2, { at: 31 * DAY_MS })], [], 31 * DAY_MS))
  expect(byAge.ids()).toEqual(['new'])
})
