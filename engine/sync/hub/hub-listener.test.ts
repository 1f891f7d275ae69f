import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { SrvraDataSync } from '../../srvra-data-sync.ts'

test('P-54 a port that is in use is a state with a sentence, and another port can be tried', async () => {
  const other = createServer()
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void other.close())
  const { port } = other.address() as AddressInfo
  const engine = new SrvraDataSync({ listen: { port } })
  onTestFinished(() => engine.close())
  expect(await engine.listening).toMatchObject({ status: 'failed', code: 'E_PORT_IN_USE', port })
  expect(await engine.listen({ port: 0 })).toMatchObject({ status: 'listening' })
  expect(await engine.stopListening()).toEqual({ status: 'off' })
})

test('P-54 a hub that others can reach refuses to listen without TLS', async () => {
  const engine = new SrvraDataSync({ listen: { port: 0, host: '0.0.0.0' } })
  onTestFinished(() => engine.close())
  expect(await engine.listening).toMatchObject({ status: 'failed', code: 'E_TLS_REQUIRED' })
})
