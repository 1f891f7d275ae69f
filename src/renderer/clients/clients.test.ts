import fc from 'fast-check'
import { expect, test } from 'vitest'

import { clientRow } from '../../../engine/testing/reference-hub.ts'
import type { ClientSummary, JsonObject, Report } from '../../shared/contract.ts'
import { clientColumns, errorOf } from './client-columns.ts'
import { describeLanes, savedShare, waitingOf } from './client-words.ts'
import { hubWords, nextPort, parsePort } from './hub-words.ts'
import { digestWords, latencyWords } from './report-words.ts'
import { settleOrder } from './settle-order.ts'

test('V-143 while somebody works in the list no row moves, whoever comes and goes', () => {
  const ids = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g'))
  fc.assert(
    fc.property(ids, ids, (shown, wanted) => {
      const { replicas, displaced } = settleOrder(shown, wanted, true)
      if (shown.length > 0) expect(replicas.slice(0, shown.length)).toEqual(shown)
      expect(new Set(replicas)).toEqual(new Set([...shown, ...wanted]))
      expect(replicas).toHaveLength(new Set(replicas).size)
      expect(displaced === 0).toBe(JSON.stringify(replicas) === JSON.stringify(wanted))
      expect(settleOrder(shown, wanted, false)).toEqual({ replicas: wanted, displaced: 0 })
    }),
  )
})

test('V-144 columns of clients give way when there is no room, name and state never', () => {
  const names = (room: number): string[] => clientColumns(room).map(({ id }) => id)
  expect(names(1600)).toEqual([
    'name',
    'status',
    'identity',
    'address',
    'lag',
    'pending',
    'lanes',
    'queue',
    'saved',
    'error',
    'throughput',
    'seen',
  ])
  expect(names(800)).toEqual(['name', 'status', 'lag', 'pending', 'error', 'throughput'])
  expect(names(100)).toEqual(['name', 'status'])
})

test('V-144 figures have words: what waits in which lane, what was saved, what went wrong', () => {
  const pending = { critical: 2, high: 0, normal: 1200, low: 0 }
  expect([waitingOf(pending), describeLanes(pending)]).toEqual([1202, '2 critical, 1,200 normal'])
  expect(describeLanes({ critical: 0, high: 0, normal: 0, low: 0 })).toBe('nothing waits')
  // 99.9 % are not all.
  expect(savedShare({ bytes: 1, bytesSaved: 999 })).toBe('99 %')
  expect(savedShare({ bytes: 0, bytesSaved: 0 })).toBe('')
  const lastError = { code: 'E_SCHEMA', message: 'No.', at: 0 }
  expect(errorOf(clientRow('a', { deadLetters: 2, lastError }))).toBe('2 refused · E_SCHEMA')
  expect(errorOf(clientRow('a'))).toBe('')
})

test('V-135 the hub’s state has a short word and a whole sentence', () => {
  const clients = { known: 26, byStatus: { live: 24, 'catching-up': 1, draining: 0, offline: 1 } } as ClientSummary
  expect(hubWords({ status: 'listening', url: 'ws://127.0.0.1:7420', port: 7420 }, clients)).toEqual({
    tone: 'ok',
    word: '127.0.0.1:7420 · 25',
    sentence: 'The hub listens at ws://127.0.0.1:7420, 25 clients are connected.',
  })
  const message = 'Another program listens on port 7420 already: end it, or choose another port.'
  expect(hubWords({ status: 'failed', code: 'E_PORT_IN_USE', message, port: 7420 }, undefined)).toEqual({
    tone: 'danger',
    word: 'Port 7420 in use',
    sentence: message,
  })
  expect(hubWords({ status: 'off' }, clients).word).toBe('Hub off')
})

test('V-135 another port is offered where one is taken, and what is no port is refused', () => {
  expect([nextPort(7420), nextPort(65_535), nextPort(80)]).toEqual([7421, 1024, 1024])
  expect([parsePort('7420'), parsePort(' 0 ')]).toEqual([{ port: 7420 }, { port: 0 }])
  for (const text of ['', '-1', '65536', '7420.5', 'abc', '1e3']) expect(parsePort(text).problem).toContain('whole number')
})

const report = (statistics: JsonObject): Report => ({
  type: 'report',
  id: 1,
  state: 'SYNCED',
  pending: [],
  deadLetters: [],
  counts: { pending: { critical: 0, high: 0, normal: 0, low: 0 }, deadLetters: 0 },
  statistics,
})

test('V-146 what a client says of itself is read with care: its digest and its times', () => {
  const comparison = { equal: true, healed: 0, at: 1000, seq: 1204, digest: 'abcdefghijklmnop' }
  expect(digestWords(report({ comparison }))).toEqual({
    tone: 'ok',
    word: 'Equal',
    note: 'compared at change 1,204 · abcdefghijkl',
  })
  expect(digestWords(report({ comparison: { ...comparison, equal: false, healed: 2 } }))).toMatchObject({
    tone: 'warn',
    word: 'Differed',
    note: '2 documents fetched anew · compared at change 1,204',
  })
  expect(latencyWords(report({ latency: { p50Ms: 4.04, p95Ms: 20, p99Ms: 1500 } }))).toBe('median 4 ms, 99 % within 1,500 ms')
  for (const statistics of [{}, { comparison: 7, latency: [] }, { comparison: { equal: 'yes' }, latency: { p50Ms: 'x' } }]) {
    expect(digestWords(report(statistics)).word).toBe('Not compared yet')
    expect(latencyWords(report(statistics))).toBe('')
  }
  expect(digestWords(undefined).word).toBe('Not known')
})
