import { expect, test } from 'vitest'
import type { JsonValue } from '../core/json/index.ts'
import { SyncWorld } from '../testing/sync-fixture.ts'

/** What a document comes to, here and on both tablets, when each edited it while the other was out of reach. */
function apart(
  base: JsonValue,
  mine: JsonValue,
  other: JsonValue,
): { readonly value: JsonValue | undefined; readonly waiting: number } {
  const world = new SyncWorld()
  const a = world.join('a')
  const b = world.join('b')
  world.pass()
  a.state.setState('k', base)
  world.pass()
  for (const { name } of [a, b]) world.network.partition(name)
  a.state.setState('k', mine)
  b.state.setState('k', other)
  for (const { name } of [a, b]) world.network.heal(name)
  world.pass(60_000)
  const value = world.hub.state.getState('k')
  for (const { state } of [a, b]) expect(state.getState('k')).toEqual(value)
  return { value, waiting: world.hub.queue.waiting.size }
}

test('M-11 allergies that two tablets added offline both survive', () => {
  const known = { id: 'penicillin', severity: 'high' }
  const { value, waiting } = apart(
    { name: 'Patient 7', allergies: [known] },
    { name: 'Patient 7', allergies: [known, { id: 'latex', severity: 'low' }] },
    {
      name: 'Patient 7',
      allergies: [
        { ...known, since: 1998 },
        { id: 'nuts', severity: 'high' },
      ],
    },
  )
  expect(waiting).toBe(0)
  expect((value as { allergies: JsonValue[] }).allergies).toEqual([
    { id: 'penicillin', severity: 'high', since: 1998 },
    { id: 'latex', severity: 'low' },
    { id: 'nuts', severity: 'high' },
  ])
})

test('M-12 two authors in one paragraph both find their words in it', () => {
  const paragraph = 'The pump was serviced in March. The next inspection is due in September, by the night shift.'
  const { value, waiting } = apart(
    { text: paragraph },
    { text: paragraph.replace('March', 'early April') },
    { text: paragraph.replace('night shift', 'day shift') },
  )
  expect(waiting).toBe(0)
  expect(value).toEqual({
    text: 'The pump was serviced in early April. The next inspection is due in September, by the day shift.',
  })
})

test('M-13 the same word edited twice waits, and stands on nobody’s side until somebody decides', () => {
  const { value, waiting } = apart(
    { text: 'due in September, for sure' },
    { text: 'due in October, for sure' },
    { text: 'due in August, for sure' },
  )
  expect(waiting).toBe(1)
  expect(['due in October, for sure', 'due in August, for sure']).toContain((value as { text: string }).text)
})
