import { expect, test, vi } from 'vitest'
import type { AdminService } from '../../engine/admin/admin-service.ts'
import type { People } from '../../engine/security/people.ts'
import { SrvraError } from '../../engine/core/errors.ts'
import { createEngineHost } from './engine-host.ts'

const on = vi.fn<AdminService['on']>(() => () => {})
const people = {} as People
const admin: AdminService = { call: () => Promise.reject(new Error('not asked')), on, close: () => Promise.resolve() }

test('V-74 a store that can not be opened is a state, and a later try can succeed', async () => {
  const close = vi.fn<() => Promise<void>>(async () => {})
  let locked = true
  const host = createEngineHost(
    '/data',
    async () => {
      if (locked) throw new SrvraError('E_STORE_LOCKED', 'The store is in use by process 7. Close it there.', { pid: 7 })
      return { admin, people, close }
    },
    () => {},
  )
  const states: string[] = []
  host.onState(({ status }) => states.push(status))
  const handler = (): void => {}
  host.onEvent('tasks', handler)

  expect(await host.open()).toMatchObject({ status: 'failed', error: { code: 'E_STORE_LOCKED', details: { pid: 7 } } })
  expect(() => host.admin()).toThrow(
    expect.objectContaining({ code: 'E_ENGINE_UNAVAILABLE', message: 'The store is in use by process 7. Close it there.' }),
  )
  expect(on).not.toHaveBeenCalled()

  locked = false
  expect(await host.open()).toEqual({ status: 'open', dataDir: '/data' })
  expect(host.admin()).toBe(admin)
  expect(on).toHaveBeenCalledWith('tasks', handler)
  expect(states).toEqual(['failed', 'open'])

  await host.close()
  await host.close()
  expect(close).toHaveBeenCalledOnce()
  expect(() => host.admin()).toThrow(expect.objectContaining({ code: 'E_ENGINE_UNAVAILABLE' }))
})
