import { expect, test } from 'vitest'
import type { DemoState } from '../commands.ts'
import { createAdminFixture } from '../../testing/admin-fixture.ts'
import type { DemoControl } from './demo-control.ts'

function referenceDemo(): DemoControl {
  let state: DemoState = { status: 'off' }
  const become = (next: DemoState): Promise<DemoState> => Promise.resolve((state = next))
  return {
    state: () => state,
    onState: () => () => {},
    start: ({ scenario, replicas, seed = 1 }) => become({ status: 'running', scenario, replicas, seed, startedAt: 0 }),
    stop: () => become({ status: 'off' }),
  }
}

test('V-140 a demo is started, told and ended; a surface without one says so', async () => {
  await expect(createAdminFixture().call('demo.state', {})).rejects.toEqual(expect.objectContaining({ code: 'E_NO_DEMO' }))
  const { call } = createAdminFixture({ demo: referenceDemo() })
  expect(await call('demo.start', { scenario: 'inventory', replicas: 25 })).toMatchObject({ status: 'running', replicas: 25 })
  expect(await call('demo.state', {})).toMatchObject({ scenario: 'inventory' })
  expect(await call('demo.stop', {})).toEqual({ status: 'off' })
  const unknown = { scenario: 'casino', replicas: 1 } as never
  await expect(call('demo.start', unknown)).rejects.toEqual(expect.objectContaining({ code: 'E_SCHEMA' }))
})

test('V-141 plugging replicas out and in is a document, with the operator as its author', async () => {
  const { call, storage, state } = createAdminFixture({ demo: referenceDemo() })
  expect(await call('demo.set-online', { replicas: ['shop-02', 'shop-01'], online: false })).toEqual(['shop-01', 'shop-02'])
  expect(await call('demo.set-online', { replicas: ['shop-02', 'shop-03'], online: true })).toEqual(['shop-01'])
  expect(state.getState('demo/control')).toEqual({ offline: ['shop-01'] })
  expect(storage.history('demo/control', { limit: 1 })[0]?.actor).toBe('operator-1')
  expect(await call('demo.offline', {})).toEqual(['shop-01'])
})

test('V-141 a new demo begins with everybody plugged in, and what makes no sense there is nobody', async () => {
  const { call, state } = createAdminFixture({ demo: referenceDemo() })
  await call('demo.start', { scenario: 'inventory', replicas: 25 })
  expect(state.getState('demo/control')).toBeUndefined()
  await call('demo.set-online', { replicas: ['shop-02'], online: false })
  await call('demo.start', { scenario: 'inventory', replicas: 25 })
  expect(state.getState('demo/control')).toEqual({ offline: [] })
  state.setState('demo/control', { offline: 'all' })
  expect(await call('demo.offline', {})).toEqual([])
})
