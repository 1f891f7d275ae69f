import { expect, test } from 'vitest'

import type { EngineOverview } from '../../shared/contract.ts'
import { healthOf } from './health-sentence.ts'
import { describeSeries, sparklinePoints } from './sparkline.ts'

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

test('V-121 the health sentence names what is wrong first, then what is due', () => {
  expect(healthOf(verified(0, 2), now)).toMatchObject({ tone: 'danger', sentence: expect.stringContaining('2 problems') })
  expect(healthOf(overview, now)).toMatchObject({ tone: 'warn', sentence: expect.stringContaining('never verified') })
  expect(healthOf(verified(8), now)).toMatchObject({ tone: 'warn', sentence: expect.stringContaining('8 days ago') })
  expect(healthOf(verified(1), now)).toEqual({
    tone: 'ok',
    sentence: 'All is well: the engine runs with 1,204 documents, verified 1 day ago.',
  })
  expect(healthOf({ ...overview, changes: 0, documents: 0 }, now)).toEqual({
    tone: 'neutral',
    sentence: 'The engine runs and is empty.',
  })
})

test('V-122 a line of minutes spans its box, lies on the ground at zero, and can be heard', () => {
  expect(sparklinePoints([0, 5, 10], 100, 20)).toBe('0,20 50,10 100,0')
  expect(sparklinePoints([0, 0], 10, 20)).toBe('0,20 10,20')
  expect(sparklinePoints([], 10, 20)).toBe('')
  expect(describeSeries([0, 1200, 3], 'writes', 'minute')).toBe('1,203 writes in 3 minutes, at most 1,200 in one')
  expect(describeSeries([1, 2], 'changes', 'second')).toBe('3 changes in 2 seconds, at most 2 in one')
})
