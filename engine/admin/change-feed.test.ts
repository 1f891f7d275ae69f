import { expect, test } from 'vitest'
import { createAdminFixture } from '../testing/admin-fixture.ts'
import type { AdminEvents } from './commands.ts'

test('V-68 every commit is told, change by change', () => {
  const { admin, state, clock } = createAdminFixture()
  const told: AdminEvents['changes'][] = []
  const stop = admin.on('changes', (changes) => told.push(changes))
  state.setState('a', 1, { actor: 'operator-2' })
  state.batch([
    { key: 'b', value: 1 },
    { key: 'a', delete: true },
  ])
  expect(told.map(({ head }) => head)).toEqual([1, 2, 3])
  expect(told[0]?.notices).toEqual([
    { seq: 1, key: 'a', version: 1, kind: 'set', deleted: false, at: clock.now(), actor: 'operator-2' },
  ])
  expect(told[2]?.notices[0]).toMatchObject({ key: 'a', version: 2, deleted: true })
  stop()
  state.setState('c', 1)
  expect(told).toHaveLength(3)
})

test('V-68 of a bulk the last hundred changes are named and the others counted', () => {
  const { admin, state } = createAdminFixture()
  const told: AdminEvents['changes'][] = []
  admin.on('changes', (changes) => told.push(changes))
  const bulk = state.beginBulk()
  bulk.write(Array.from({ length: 250 }, (_, index) => ({ key: `n/${index}`, value: index })))
  bulk.commit()
  expect(told).toHaveLength(1)
  expect(told[0]).toMatchObject({ head: 250, omitted: 150 })
  expect(told[0]?.notices.map(({ seq }) => seq)).toEqual(Array.from({ length: 100 }, (_, index) => 151 + index))
})
