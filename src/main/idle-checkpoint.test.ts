import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createMemoryStorage } from '../../engine/adapters/memory-storage/index.ts'
import { SrvraEventBus } from '../../engine/state/event-bus.ts'
import { BATCH_COMPLETE } from '../../engine/state/event-types.ts'
import { checkpointWhenIdle } from './idle-checkpoint.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

test('V-85 the store tidies up after a pause of writes, and not in the middle of them', () => {
  const bus = new SrvraEventBus({ clock: { now: () => 0 }, historySize: 0 })
  const storage = createMemoryStorage()
  const checkpoint = vi.spyOn(storage, 'checkpoint').mockImplementation(() => {})
  const stop = checkpointWhenIdle(bus, storage, () => {})
  const write = (): void => bus.emit(BATCH_COMPLETE, { fromSeq: 1, toSeq: 1, changes: 1, bulk: false, durable: Promise.resolve() })
  for (let second = 0; second < 5; second++) {
    write()
    vi.advanceTimersByTime(1000)
  }
  expect(checkpoint).not.toHaveBeenCalled()
  vi.advanceTimersByTime(1000)
  expect(checkpoint).toHaveBeenCalledOnce()
  vi.advanceTimersByTime(60_000)
  expect(checkpoint).toHaveBeenCalledOnce()
  write()
  stop()
  vi.advanceTimersByTime(60_000)
  expect(checkpoint).toHaveBeenCalledOnce()
})
