import { expect, test } from 'vitest'
import { SrvraDataSync } from '../../../engine/index.ts'
import { sampleSteps } from './index.ts'

test('the sample workspace is real data with some history', () => {
  const engine = new SrvraDataSync()
  for (const { operations, ...author } of sampleSteps()) engine.batch(operations, author)
  const state = engine.stateManager

  expect(engine.getState('countries/CH')).toMatchObject({
    name: 'Switzerland',
    continent: 'Europe',
    languages: ['German', 'French', 'Italian'],
  })
  expect(engine.getState('airports/ZRH', { withMetadata: true })).toMatchObject({
    version: 3,
    value: {
      country: 'Switzerland',
      size: 'large',
      loc: { lat: expect.closeTo(47.46, 1) as number, lon: expect.closeTo(8.55, 1) as number },
    },
    metadata: { tags: ['eu', 'large'] },
  })
  expect(state.getStateAt('airports/ZRH', 1)).toMatchObject({ lat: expect.stringMatching(/^47\./) as string })
  expect(state.getHistory('airports/ZRH').map((version) => version.reason)).toEqual([
    'Large airports marked, with the name of their country',
    'Coordinates are numbers',
    'Airports as the airports package has them',
  ])
  expect(state.getStatistics().documents).toBeGreaterThan(6800)
})

test('of several airports with one code the sample takes the open, located, largest one', () => {
  const airports = [...sampleSteps()][1]
  const codes = airports?.operations.map(({ key }) => key) ?? []
  expect(new Set(codes).size).toBe(codes.length)
  expect(airports?.operations).toContainEqual({
    key: 'airports/MUC',
    value: expect.objectContaining({ status: 1, size: 'large', iso: 'DE' }) as unknown,
  })
})
