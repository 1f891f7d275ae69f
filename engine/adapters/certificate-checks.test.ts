import { expect, onTestFinished, test } from 'vitest'
import { SrvraDataSync } from '../index.ts'
import { runSrvra } from '../testing/run-srvra.ts'
import { assertCertificatesChecked } from './certificate-checks.ts'

const VARIABLE = 'NODE_TLS_REJECT_UNAUTHORIZED'

test('P-27 a process that checks no certificates is refused, and any other is not', () => {
  expect(() => assertCertificatesChecked({ [VARIABLE]: '0' })).toThrow(expect.objectContaining({ code: 'E_TLS_UNCHECKED' }))
  for (const value of [undefined, '', '1', 'false']) expect(() => assertCertificatesChecked({ [VARIABLE]: value })).not.toThrow()
})

test('P-27 neither a replica nor the command line begins where no certificates are checked', async () => {
  process.env[VARIABLE] = '0'
  onTestFinished(() => {
    delete process.env[VARIABLE]
  })
  expect(() => new SrvraDataSync({ nodes: ['wss://127.0.0.1:1'] })).toThrow(expect.objectContaining({ code: 'E_TLS_UNCHECKED' }))
  const { code, stderr } = await runSrvra(['status'], { env: { [VARIABLE]: '0' } })
  expect({ code, stderr }).toEqual({ code: 78, stderr: expect.stringContaining('unset it') as string })
})
