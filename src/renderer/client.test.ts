import { expect, test, vi } from 'vitest'

import { call, on } from './client.ts'

test('V-16 a broken channel is a failure with a code, never an exception', async () => {
  vi.stubGlobal('window', { srvra: { call: () => Promise.reject(new Error('main is gone')), on: () => () => {} } })
  expect(await call('app.info', {})).toMatchObject({ ok: false, error: { code: 'E_CHANNEL', details: { command: 'app.info' } } })
})

test('V-16 outside the console every call says so', async () => {
  vi.stubGlobal('window', {})
  expect(await call('app.info', {})).toMatchObject({ ok: false, error: { code: 'E_BRIDGE' } })
  expect(on('closing', () => {})()).toBeUndefined()
})
