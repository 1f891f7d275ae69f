import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { SrvraDataSync } from '../../../engine/srvra-data-sync.ts'
import { supportEndpoint } from './endpoint-file.ts'

const WEBHOOK = {
  kind: 'webhook',
  url: 'https://help.example.org/in',
  secret: 'a secret of some length',
  allowPrivate: false,
} as const
const EMAIL = {
  kind: 'email',
  host: 'mail.example.org',
  port: 587,
  secure: false,
  from: 'a@example.org',
  to: ['b@example.org'],
} as const

let dir = ''
let engine: SrvraDataSync
const report = vi.fn<(error: unknown) => void>()

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'srvra-endpoint-'))
  engine = new SrvraDataSync()
  report.mockReset()
})
afterEach(async () => {
  await engine.close()
  rmSync(dir, { recursive: true })
})

test('V-231 where tickets go is kept for the next start, and only its user can read it', () => {
  const endpoint = supportEndpoint(dir, engine.support, report)
  expect(endpoint.get()).toBeNull()
  expect(endpoint.set(WEBHOOK)).toEqual({ kind: 'webhook', name: 'help.example.org' })
  if (process.platform !== 'win32') expect(statSync(join(dir, 'support.json')).mode & 0o777).toBe(0o600)
  expect(supportEndpoint(dir, engine.support, report).get()).toEqual({ kind: 'webhook', name: 'help.example.org' })
  expect(endpoint.set(EMAIL)).toEqual({ kind: 'email', name: 'mail.example.org' })
  expect(engine.support.receiver).toBe('mail.example.org')
  expect(endpoint.set(null)).toBeNull()
  expect(readdirSync(dir)).toEqual([])
  expect(engine.support.receiver).toBeUndefined()
})

test('V-231 what will not do is refused, and what was kept stays', () => {
  const endpoint = supportEndpoint(dir, engine.support, report)
  endpoint.set(WEBHOOK)
  expect(() => endpoint.set({ ...WEBHOOK, url: 'http://help.example.org/' })).toThrow(expect.objectContaining({ code: 'E_OPTION' }))
  expect(endpoint.get()?.name).toBe('help.example.org')
  expect(supportEndpoint(dir, engine.support, report).get()?.kind).toBe('webhook')
})

test.each(['', '{"kind":"webhook"}', '{'])('V-231 a damaged file %j is put aside, and told of', (content) => {
  writeFileSync(join(dir, 'support.json'), content)
  expect(supportEndpoint(dir, engine.support, report).get()).toBeNull()
  expect(readdirSync(dir)).toEqual(['support.json.damaged'])
  expect(report).toHaveBeenCalledOnce()
})
