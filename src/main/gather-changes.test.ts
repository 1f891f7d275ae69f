import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { AdminEvents, ChangeNotice } from '../../engine/admin/commands.ts'
import { gatherChanges } from './gather-changes.ts'
import { sendLatest } from './send-latest.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const notice = (seq: number): ChangeNotice => ({
  seq,
  key: `k${seq}`,
  version: 1,
  kind: 'set',
  deleted: false,
  at: seq,
  actor: 'operator-1',
})

test('V-70 the changes of one frame are one message', () => {
  const send = vi.fn<(changes: AdminEvents['changes']) => void>()
  const { add } = gatherChanges(send)
  add({ head: 1, notices: [notice(1)], omitted: 0 })
  add({ head: 2, notices: [notice(2)], omitted: 0 })
  expect(send).not.toHaveBeenCalled()
  vi.advanceTimersByTime(16)
  expect(send).toHaveBeenCalledExactlyOnceWith({ head: 2, notices: [notice(1), notice(2)], omitted: 0 })
  vi.advanceTimersByTime(1000)
  expect(send).toHaveBeenCalledOnce()
})

test('V-70 of a flood the latest 500 are named and the others counted: none is lost', () => {
  const sent: AdminEvents['changes'][] = []
  const { add } = gatherChanges((changes) => sent.push(changes))
  for (let seq = 1; seq <= 1200; seq++) add({ head: seq, notices: [notice(seq)], omitted: seq === 1200 ? 300 : 0 })
  vi.advanceTimersByTime(16)
  expect(sent).toHaveLength(1)
  expect(sent[0]?.notices).toHaveLength(500)
  expect(sent[0]?.notices.at(-1)?.seq).toBe(1200)
  expect(sent[0]?.omitted).toBe(700 + 300)
})

test('V-70 of a state only the latest is sent', () => {
  const send = vi.fn<(value: number) => void>()
  const { set, stop } = sendLatest<number>(100, send)
  set(1)
  set(2)
  vi.advanceTimersByTime(100)
  expect(send).toHaveBeenCalledExactlyOnceWith(2)
  set(3)
  stop()
  vi.advanceTimersByTime(1000)
  expect(send).toHaveBeenCalledOnce()
})
