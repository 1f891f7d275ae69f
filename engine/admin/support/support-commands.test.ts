import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { FileLog } from '../../adapters/file-log.ts'
import { SrvraError } from '../../core/errors.ts'
import { SrvraDataSync } from '../../srvra-data-sync.ts'
import { createAdminFixture } from '../../testing/admin-fixture.ts'
import { VirtualTime } from '../../testing/virtual-time.ts'
import type { SupportSummary } from '../commands.ts'

const REQUEST = { priority: 'high', category: 'technical', description: 'Prices drift' } as const

let dir = ''
let engine: SrvraDataSync

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'srvra-support-'))
  engine = new SrvraDataSync()
})
afterEach(async () => {
  await engine.close()
  rmSync(dir, { recursive: true })
})

function newAdmin(chosen: readonly string[] = []) {
  const scheduler = new VirtualTime()
  const log = new FileLog({ dir: join(dir, 'logs') })
  const check = (path: string): void => {
    if (!chosen.includes(path)) throw new SrvraError('E_FILE_NOT_CHOSEN', 'Not chosen.')
  }
  const fixture = createAdminFixture({
    scheduler,
    files: { requireRead: check, requireWrite: check },
    support: { support: engine.support, log, endpoint: { get: () => null, set: () => null } },
  })
  return { ...fixture, scheduler, log }
}

test('V-230 whoever may write files tickets and works on them; what leaves the machine takes an operator', async () => {
  const { call } = newAdmin()
  const clerk = { actor: 'ann', access: ['read', 'write'] } as const
  const { ticket } = await call('support.create', REQUEST, clerk)
  expect(ticket).toMatchObject({ id: 'T-1', createdBy: 'ann' })
  await call('support.comment', { id: 'T-1', text: 'And now?', from: 'requester' }, clerk)
  await call('support.transition', { id: 'T-1', action: 'wait' }, clerk)
  const forbidden = { code: 'E_FORBIDDEN' }
  await expect(call('support.create', { ...REQUEST, send: true }, clerk)).rejects.toMatchObject(forbidden)
  await expect(call('support.send', { id: 'T-1' }, clerk)).rejects.toMatchObject(forbidden)
  await expect(call('support.preview-bundle', {}, clerk)).rejects.toMatchObject(forbidden)
  await expect(call('support.set-endpoint', { endpoint: null }, clerk)).rejects.toMatchObject(forbidden)
  await expect(call('logs.page', { limit: 1 }, clerk)).rejects.toMatchObject(forbidden)
  await expect(call('support.create', REQUEST, { actor: 'eve', access: ['read'] })).rejects.toMatchObject(forbidden)
  expect((await call('support.tickets', {})).matches).toBe(1)
})

test('V-230 a list has rows without texts; a ticket has everything, and what became of its deliveries', async () => {
  const { call } = newAdmin()
  await call('support.create', { ...REQUEST, links: [{ kind: 'conflict', id: 'c-1' }], send: true })
  await call('support.comment', { id: 'T-1', text: 'One', from: 'support' })
  await call('support.create', { ...REQUEST, description: 'Another' })
  const { tickets, matches } = await call('support.tickets', { text: 'drift', states: ['open'] })
  expect(matches).toBe(1)
  expect(tickets[0]).toMatchObject({ id: 'T-1', comments: 1, attachmentCount: 0, delivery: 'waiting' })
  expect(tickets[0]).not.toHaveProperty('description')
  const { ticket, deliveries } = await call('support.ticket', { id: 'T-1' })
  expect([ticket.description, deliveries[0]?.ticket]).toEqual(['Prices drift', 'T-1'])
  expect((await call('support.tickets', { link: { kind: 'conflict', id: 'c-1' } })).matches).toBe(1)
  await expect(call('support.ticket', { id: 'T-9' })).rejects.toMatchObject({ code: 'E_TICKET_UNKNOWN' })
  await expect(call('support.create', { ...REQUEST, description: ' ' })).rejects.toMatchObject({ code: 'E_TICKET' })
})

test('V-230 a ticket is filed with parts of a bundle in one act, or not at all', async () => {
  const { call } = newAdmin()
  const preview = await call('support.preview-bundle', {})
  const parts = preview.parts.slice(0, 1).map(({ name, hash }) => ({ name, hash }))
  const { ticket } = await call('support.create', { ...REQUEST, bundle: { preview: preview.id, parts } })
  expect(ticket.attachments).toMatchObject([{ name: 'diagnostics-versions.json', hash: parts[0]?.hash }])
  const stale = { preview: preview.id, parts: [{ name: 'diagnostics-versions.json', hash: 'x' }] }
  await expect(call('support.create', { ...REQUEST, bundle: stale })).rejects.toMatchObject({ code: 'E_BUNDLE' })
  expect((await call('support.summary', {})).byState.open).toBe(1)
})

test('V-230 only files that were chosen are attached or written', async () => {
  const [file, out] = [join(dir, 'trace.txt'), join(dir, 'T-1.md')]
  writeFileSync(file, 'a trace')
  const { call } = newAdmin([file, out])
  await call('support.create', REQUEST)
  const { ticket } = await call('support.attach', { id: 'T-1', file })
  expect(ticket.attachments).toMatchObject([{ name: 'trace.txt', type: 'text/plain', sizeBytes: 7 }])
  await expect(call('support.attach', { id: 'T-1', file: '/etc/passwd' })).rejects.toMatchObject({ code: 'E_FILE_NOT_CHOSEN' })
  await call('support.export', { id: 'T-1', format: 'markdown', file: out })
  expect(readFileSync(out, 'utf8')).toContain('# T-1: Prices drift')
  await call('support.save-attachment', { id: 'T-1', attachment: 'a1', file: out })
  expect(readFileSync(out, 'utf8')).toBe('a trace')
  await expect(call('support.export', { id: 'T-1', format: 'json', file: dir })).rejects.toMatchObject({
    code: 'E_FILE_NOT_CHOSEN',
  })
})

test('V-232 changes of tickets and new entries of the log are told, gathered', async () => {
  const { call, admin, scheduler, log } = newAdmin()
  const summaries: SupportSummary[] = []
  const entries: number[] = []
  admin.on('support', (summary) => summaries.push(summary))
  const stop = admin.on('log', (last) => entries.push(last))
  await call('support.create', REQUEST)
  await call('support.create', REQUEST)
  for (const message of ['one', 'two']) log.write({ level: 'info', component: 'hub', message })
  while (scheduler.step());
  expect(summaries.map(({ byState }) => byState.open)).toEqual([2])
  expect(entries).toEqual([2])
  stop()
  log.write({ level: 'info', component: 'hub', message: 'three' })
  while (scheduler.step());
  expect(entries).toEqual([2])
  const page = await call('logs.page', { text: 'TW', limit: 10 })
  expect(page).toMatchObject({ entries: [{ number: 2, message: 'two' }], more: false })
})

test('V-230 an engine without support says so', async () => {
  const { call } = createAdminFixture()
  await expect(call('support.summary', {})).rejects.toMatchObject({ code: 'E_NO_SUPPORT' })
  await expect(call('logs.page', { limit: 1 })).rejects.toMatchObject({ code: 'E_NO_LOG' })
})
