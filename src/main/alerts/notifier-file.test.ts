import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { SrvraDataSync } from '../../../engine/srvra-data-sync.ts'
import { alertNotifiers } from './notifier-file.ts'

const SECRET = 'a secret of some length'
const WEBHOOK = { kind: 'webhook', url: 'https://hooks.example.org/in', secret: SECRET, allowPrivate: false } as const
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
  dir = mkdtempSync(join(tmpdir(), 'srvra-notifiers-'))
  engine = new SrvraDataSync()
  report.mockReset()
})
afterEach(async () => {
  await engine.close()
  rmSync(dir, { recursive: true })
})

const told = (): readonly string[] => engine.monitoring.deliveries().map(({ notifier }) => notifier)

test('V-219 who is told is kept for the next start, and only its user can read it', () => {
  const notifiers = alertNotifiers(dir, engine.monitoring, report)
  notifiers.set('webhook', WEBHOOK)
  expect(notifiers.set('email', EMAIL)).toEqual([
    { kind: 'webhook', name: 'hooks.example.org' },
    { kind: 'email', name: 'mail.example.org' },
  ])
  if (process.platform !== 'win32') expect(statSync(join(dir, 'alerts.json')).mode & 0o777).toBe(0o600)
  const again = new SrvraDataSync()
  expect(JSON.stringify(alertNotifiers(dir, again.monitoring, report).get())).not.toContain(SECRET)
  expect(again.monitoring.deliveries()).toHaveLength(2)
  notifiers.set('webhook', null)
  expect(told()).toEqual(['e-mail by mail.example.org'])
  expect(notifiers.set('email', null)).toEqual([])
  expect([told(), readdirSync(dir)]).toEqual([[], []])
  return again.close()
})

test('V-219 what will not do is refused, and who was told before still is', () => {
  const notifiers = alertNotifiers(dir, engine.monitoring, report)
  notifiers.set('webhook', WEBHOOK)
  for (const wrong of [{ url: 'http://example.org/' }, { secret: 'short' }, { url: `https://ann:${SECRET}@example.org/` }])
    expect(() => notifiers.set('webhook', { ...WEBHOOK, ...wrong })).toThrow(expect.objectContaining({ code: 'E_OPTION' }))
  expect(told()).toEqual(['webhook hooks.example.org'])
})

test('V-219 a damaged file is put aside and told of', () => {
  writeFileSync(join(dir, 'alerts.json'), '[{}]')
  expect(alertNotifiers(dir, engine.monitoring, report).get()).toEqual([])
  expect([report.mock.calls.length, readdirSync(dir)]).toEqual([1, ['alerts.json.damaged']])
})
