import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { FileLog, SrvraDataSync, SrvraError } from './index.ts'
import { reporterOf } from './engine-log.ts'
import { until } from './testing/until.ts'

/** What must never leave: a token, a key, a password, values and keys of documents. */
const TOKEN = 'canary-token-0123456789'
const PRIVATE = 'canaryprivatekey'
const KEY = `-----BEGIN PRIVATE KEY-----\n${PRIVATE}\n-----END PRIVATE KEY-----`
const PASSWORD = 'canary-password'
const VALUE = 'canary value Jane Doe'
const DOCUMENT = 'wards/canary-document'
const CANARY = /canary/i

let dir = ''

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'srvra-canary-'))
  vi.spyOn(process.stderr, 'write').mockReturnValue(true)
  vi.spyOn(console, 'error').mockReturnValue()
})

afterEach(() => {
  vi.restoreAllMocks()
  rmSync(dir, { recursive: true })
})

function openEngine(): { readonly engine: SrvraDataSync; readonly log: FileLog } {
  const log = new FileLog({ dir: join(dir, 'logs') })
  const engine = new SrvraDataSync({
    storage: { dir },
    log,
    listen: { port: 0, tokens: { [TOKEN]: { name: 'app' } } },
    schemas: { 'wards/*': { type: 'object', properties: { name: { type: 'string' } } } },
    mergeRules: { version: 1, rules: [{ keys: DOCUMENT, path: '/visits', rule: 'counter' }] },
  })
  return { engine, log }
}

/** Has everything go wrong that can, on documents that nobody may hear of. */
async function drive(engine: SrvraDataSync, log: FileLog): Promise<void> {
  await engine.listening
  engine.setState(DOCUMENT, { name: VALUE, token: TOKEN })
  engine.stateManager.subscribe(DOCUMENT, (value) => {
    throw new Error(`can not show ${JSON.stringify(value)}`)
  })
  engine.setState(DOCUMENT, { name: `${VALUE} again` }, { reason: VALUE })
  expect(() => engine.setState(DOCUMENT, { name: 1, note: VALUE })).toThrow(SrvraError)
  const report = reporterOf(log, 'test')
  for (const broken of [`{"a": "${VALUE}`, `${VALUE}}`]) {
    try {
      JSON.parse(broken)
    } catch (error) {
      report(error)
    }
  }
  report(Object.assign(new TypeError(`password=${PASSWORD} is not a function`), { name: VALUE }))
  report(new SrvraError('E_NOTIFY', `wss://ann:${PASSWORD}@hub.example.org did not answer; token=${TOKEN}`))
  report(VALUE)
  const { url } = engine.listenState.status === 'listening' ? engine.listenState : { url: '' }
  const replica = new SrvraDataSync({ nodes: [url], token: TOKEN, log, onError: () => undefined })
  await replica.setState(`${DOCUMENT}/2`, { name: VALUE }).synced
  replica.stateManager.subscribe('wards/**', () => Promise.reject(new Error(VALUE)))
  replica.setState(`${DOCUMENT}/2`, { name: VALUE, note: VALUE })
  await replica.close()
  const stranger = new SrvraDataSync({ nodes: [url], token: `${TOKEN}-wrong`, log, onError: () => undefined })
  await until(() => stranger.connection.status !== 'INITIAL')
  await stranger.close()
}

function logText(): string {
  return readdirSync(join(dir, 'logs'))
    .map((name) => readFileSync(join(dir, 'logs', name), 'utf8'))
    .join('')
}

describe('canaries', () => {
  test('U-16, U-18 no value, no key, no token and no password of an engine in trouble is in any file of the log', async () => {
    const { engine, log } = openEngine()
    await drive(engine, log)
    await engine.listen({ port: 0, tokens: { [`${TOKEN}-2`]: { name: 'app' } } })
    await engine.close()
    const text = logText()
    expect(text).not.toMatch(CANARY)
    expect(text).not.toContain('Jane')
    for (const said of ['The hub listens on port', '"component":"subscriber"', 'E_NOTIFY', 'that is left out'])
      expect(text).toContain(said)
  })

  test('U-20, U-23 a bundle has its parts, and no value, key, token, password or private key in any of them', async () => {
    const { engine, log } = openEngine()
    engine.monitoring.enable()
    await drive(engine, log)
    await until(() => engine.monitoring.seriesNames().length > 0)
    const { parts } = await engine.support.previewBundle()
    expect(parts.map(({ what }) => what)).toEqual(['versions', 'configuration', 'chain', 'counts', 'metrics', 'log'])
    for (const { text, what } of parts) {
      expect(text, what).not.toMatch(CANARY)
      expect(text, what).not.toContain('Jane')
    }
    const [versions, configuration, chain, counts, metrics] = parts.map(({ text }) => text)
    expect(JSON.parse(versions ?? '')).toMatchObject({ engine: '0.1.0', node: process.versions.node })
    expect(JSON.parse(configuration ?? '')).toMatchObject({
      storage: 'folder',
      hub: { tokens: 1, tls: false },
      schemas: 1,
      mergeRules: 1,
    })
    const facts = { storeId: engine.storage.storeId, epoch: engine.storage.epoch, head: { seq: engine.storage.head().seq } }
    expect(JSON.parse(chain ?? '')).toMatchObject({ ...facts, verification: { problems: [], digest: engine.storage.digest() } })
    expect(JSON.parse(counts ?? '')).toMatchObject({ state: { documents: 2 }, conflictsWaiting: 0 })
    expect(metrics).toContain('srvra_')
    await engine.close()
  })

  test('U-20 without a log and without monitoring these are no parts', async () => {
    const engine = new SrvraDataSync()
    const { parts } = await engine.support.previewBundle()
    expect(parts.map(({ what }) => what)).toEqual(['versions', 'configuration', 'chain', 'counts'])
    await engine.close()
  })

  test('U-21 exactly what was previewed is attached, in whole parts, and nothing else', async () => {
    const { engine } = openEngine()
    const { id } = engine.support.createTicket({ priority: 'high', category: 'technical', description: 'x' })
    const preview = await engine.support.previewBundle()
    engine.setState('later', 1)
    const [versions, , , counts] = preview.parts
    if (!versions || !counts) throw new Error('A bundle has these parts.')
    const { attachments } = engine.support.attachBundle(id, { preview: preview.id, parts: [versions, counts] })
    expect(attachments.map(({ name, hash, origin }) => [name, hash, origin])).toEqual(
      [versions, counts].map(({ name, hash }) => [name, hash, 'diagnostics']),
    )
    expect(new TextDecoder().decode(engine.support.attachment(id, 'a2'))).toBe(counts.text)
    const refused = expect.objectContaining({ code: 'E_BUNDLE' }) as Error
    for (const choice of [
      { preview: preview.id, parts: [{ name: counts.name, hash: versions.hash }] },
      { preview: preview.id, parts: [] },
      { preview: 'another', parts: [counts] },
    ])
      expect(() => engine.support.attachBundle(id, choice)).toThrow(refused)
    expect(engine.support.ticket(id).attachments).toHaveLength(2)
    for (let count = 0; count < 4; count++) await engine.support.previewBundle()
    expect(() => engine.support.attachBundle(id, { preview: preview.id, parts: [counts] })).toThrow(refused)
    await engine.close()
  })

  test('U-23 a secret that got into a figure is taken out before the preview, and counted', async () => {
    const engine = new SrvraDataSync({ token: TOKEN, nodes: [], actor: TOKEN, syncSLA: '2s', mergeStrategy: TOKEN })
    const { parts } = await engine.support.previewBundle()
    const configuration = parts.find(({ what }) => what === 'configuration')
    expect(configuration).toMatchObject({ redactions: 1 })
    expect(configuration?.text).not.toMatch(CANARY)
    await engine.close()
  })
})

test('U-14 what happens to tickets and deliveries is told; a listener that fails keeps nobody else from it', async () => {
  const engine = new SrvraDataSync({ storage: { dir } })
  let told = 0
  engine.support.onChange(() => {
    throw new Error('no')
  })
  const stop = engine.support.onChange(() => void told++)
  const { id } = engine.support.createTicket({ priority: 'low', category: 'data', description: KEY })
  engine.support.comment(id, 'well', { from: 'support' })
  engine.support.transition(id, 'resolve')
  expect(told).toBe(3)
  stop()
  engine.support.send(id)
  expect(told).toBe(3)
  expect(engine.support.summary()).toEqual({
    byState: { open: 0, waiting: 0, resolved: 1, closed: 0 },
    breached: 0,
    waitingDeliveries: 1,
    failedDeliveries: 0,
  })
  await engine.close()
})

test('U-34 where there is a receiver a ticket is sent as it is filed, unless told otherwise; what waits outlives the engine', async () => {
  const sent: string[] = []
  const receiver = {
    name: 'help.example.org',
    send: ({ ticket }: { readonly ticket: { readonly id: string } }) => Promise.resolve(void sent.push(ticket.id)),
  }
  const request = { priority: 'low', category: 'data', description: 'x' } as const
  const first = new SrvraDataSync({ storage: { dir } })
  expect(readdirSync(dir)).not.toContain('support.sqlite')
  first.support.createTicket({ ...request, send: true })
  await first.close()
  const second = new SrvraDataSync({ storage: { dir } })
  expect(second.support.receiver).toBeUndefined()
  second.support.deliverBy(receiver)
  second.support.createTicket(request)
  second.support.createTicket({ ...request, send: false })
  await until(() => sent.length === 2)
  expect(sent).toEqual(['T-1', 'T-2'])
  expect(second.support.deliveries('T-3')).toEqual([])
  expect(second.support.deliveries('T-2')).toMatchObject([{ status: 'delivered' }])
  await second.close()
})

test('U-20 the version that is told is that of the package', () => {
  const { version } = JSON.parse(readFileSync(new URL('package.json', import.meta.url), 'utf8')) as { readonly version: string }
  expect(readFileSync(new URL('engine-version.ts', import.meta.url), 'utf8')).toContain(`'${version}'`)
})
