import { execFileSync } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { PROTOCOL_VERSION } from '../core/protocol/frames.ts'
import { SrvraDataSync } from '../index.ts'
import { sayUntested } from '../testing/faults/say-untested.ts'
import { runSrvra } from '../testing/run-srvra.ts'
import { RunningSrvra, startHub } from '../testing/running-srvra.ts'
import { HubConversation } from './hub-conversation.ts'

let dir: string

beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'srvra-serve-'))
})

afterAll(() => rmSync(dir, { recursive: true }))

/** A replica of a hub in another process. */
async function writeAt(url: string, token: string | undefined, key: string, value: unknown): Promise<string> {
  const engine = new SrvraDataSync({ nodes: [url], ...(token === undefined ? {} : { token }) })
  try {
    const { outcome } = await engine.setState(key, value).synced
    return outcome
  } finally {
    await engine.close()
  }
}

test.each(['SIGTERM', 'SIGINT'] as const)(
  'C-13, C-14 a hub says where it listens, and %s ends it with what it took on the disk',
  async (signal) => {
    const store = join(dir, signal)
    const { hub, url } = await startHub(store)
    expect(await writeAt(url, undefined, 'a', 1)).toBe('committed')
    const { code, stderr, json } = await hub.end(signal)
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(json).toMatchObject({ event: 'ended', url, received: { operations: 1 } })
    expect(await runSrvra(['get', 'a', '--data', store, '--json'])).toMatchObject({ code: 0, json: { value: 1, actor: 'local' } })
  },
)

test('C-14 a hub asks its replicas to go, and they find it again where it was', async () => {
  const store = join(dir, 'comes-back')
  const { hub, url } = await startHub(store)
  const replica = new SrvraDataSync({ nodes: [url] })
  await replica.sync()
  await hub.end()
  const written = replica.setState('while-away', true)
  const next = new RunningSrvra(['serve', '--data', store, '--port', new URL(url).port])
  expect(await next.line((line) => line.startsWith('Listening'))).toBe(
    `Listening on ${url}, with 0 documents of ${store}. Ctrl+C ends it.`,
  )
  expect(await written.synced).toMatchObject({ outcome: 'committed' })
  await replica.close()
  await next.end()
})

test('C-14 replicas are told to go elsewhere before the hub goes', async () => {
  const { hub, url } = await startHub(join(dir, 'drains'))
  const conversation = await HubConversation.open({ url }, 5000)
  const hello = {
    type: 'hello',
    protocol: PROTOCOL_VERSION,
    replica: 'listener',
    since: 0,
    patterns: ['**'],
    covered: [],
    codecs: [],
  } as const
  await conversation.ask(hello, 'welcome')
  const told = conversation.ask({ type: 'ping', t: 0 }, 'drain')
  hub.child.kill('SIGTERM')
  expect(await told).toMatchObject({ type: 'drain' })
  conversation.close()
  expect(await hub.ended).toMatchObject({ code: 0 })
})

test('C-3, C-14 a port in use is one line that says what to do', async () => {
  const { hub, url } = await startHub(join(dir, 'first'))
  const { port } = new URL(url)
  const second = await runSrvra(['serve', '--data', join(dir, 'second'), '--port', port, '--json'])
  expect(second).toMatchObject({ code: 5, json: { error: { code: 'E_PORT_IN_USE', details: { port: Number(port) } } } })
  expect(second.stderr).toMatch(
    new RegExp(`^srvra: E_PORT_IN_USE: Another program listens on port ${port} .* --port 0 takes any that is free\\.\\n$`),
  )
  await hub.end()
})

test.each([
  [['--host', '0.0.0.0'], 2, 'lets in who shows a token'],
  [['--host', '0.0.0.0', '--token', 'x'], 78, 'E_TLS_REQUIRED'],
  [['--tls-cert', 'hub.pem'], 2, '--tls-cert and --tls-key together'],
  [['--tls-cert', 'none.pem', '--tls-key', 'none.pem'], 3, 'E_FILE'],
  [['--tls-cert', import.meta.filename, '--tls-key', import.meta.filename], 78, 'E_TLS_INVALID'],
  [['--rules', 'none.json'], 3, 'E_FILE'],
  [['--rules', import.meta.filename], 78, 'E_RULE'],
  [['--port', '65536'], 2, 'up to 65535'],
  [['--port', 'http'], 2, 'whole number'],
  [['--token-file', 'none.txt'], 3, 'E_FILE'],
])('C-14 serve %j is refused', async (args, code, message) => {
  const run = await runSrvra(['serve', '--data', join(dir, 'refused'), ...args])
  expect(run).toMatchObject({ code, stdout: '', stderr: expect.stringContaining(message) as string })
})

test('C-14 without TLS a hub that others can reach has to be told so, and listens', async () => {
  const { hub, url } = await startHub(join(dir, 'open'), ['--host', '0.0.0.0', '--insecure', '--token', 'secret'])
  expect(url).toMatch(/^ws:\/\/0\.0\.0\.0:\d+$/)
  expect(await writeAt(`ws://127.0.0.1:${new URL(url).port}`, 'secret', 'a', 1)).toBe('committed')
  await hub.end()
})

test('C-15 whoever shows a token of the file is let in under its name, and nobody else', async () => {
  const tokens = join(dir, 'tokens.txt')
  writeFileSync(tokens, '# who may\nshop-berlin  s3cret-1\n\ns3cret-2 # nameless\n')
  chmodSync(tokens, 0o600)
  const store = join(dir, 'tokens')
  const { hub, url } = await startHub(store, ['--token-file', tokens], { env: { SRVRA_TOKEN: 's3cret-3' } })
  for (const [token, key] of Object.entries({ 's3cret-1': 'one', 's3cret-2': 'two', 's3cret-3': 'three' }))
    expect(await writeAt(url, token, key, 1)).toBe('committed')
  const refused = await runSrvra(['push', 'four', '1', '--connect', url, '--token', 'guessed', '--json'])
  expect(refused).toMatchObject({ code: 5, json: { error: { code: 'E_UNAUTHENTICATED' } } })
  expect(await runSrvra(['push', 'four', '1', '--connect', url, '--token-file', tokens])).toMatchObject({ code: 0 })
  await hub.end()
  const actor = async (key: string): Promise<unknown> =>
    ((await runSrvra(['get', key, '--data', store, '--json'])).json as { readonly actor?: string }).actor
  // One after the other: a store is open in one process at a time.
  for (const [key, name] of [
    ['one', 'shop-berlin'],
    ['two', 'replica'],
    ['four', 'shop-berlin'],
  ] as const)
    expect(await actor(key)).toContain(name)
})

test.each([
  ['a b c\n', 'Line 1'],
  ['# nothing\n', 'holds no token'],
])('C-15 a token file that holds %j is refused', async (text, message) => {
  const file = join(dir, 'bad-tokens.txt')
  writeFileSync(file, text)
  const run = await runSrvra(['serve', '--data', join(dir, 'refused'), '--token-file', file])
  expect(run).toMatchObject({ code: 78, stderr: expect.stringContaining(message) as string })
})

test('C-14 with a certificate replicas that trust it connect by TLS, and others do not', async () => {
  const [cert, key] = [join(dir, 'hub.pem'), join(dir, 'hub.key')]
  if (!makeCertificate(cert, key)) return
  const { hub, url } = await startHub(join(dir, 'tls'), ['--tls-cert', cert, '--tls-key', key])
  expect(url).toMatch(/^wss:/)
  expect(await runSrvra(['status', '--connect', url, '--ca', cert, '--json'])).toMatchObject({
    code: 0,
    json: { url, documents: 0 },
  })
  const stranger = await runSrvra(['status', '--connect', url])
  expect(stranger).toMatchObject({ code: 5, stderr: expect.stringMatching(/E_UNREACHABLE: .*certificate/) as string })
  await hub.end()
})

/** False, said loudly, where there is no openssl. */
function makeCertificate(cert: string, key: string): boolean {
  const request = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2']
  try {
    execFileSync(
      'openssl',
      [...request, '-subj', '/CN=localhost', '-addext', 'subjectAltName=IP:127.0.0.1', '-keyout', key, '-out', cert],
      { stdio: 'ignore' },
    )
    return true
  } catch {
    sayUntested('a hub with a certificate', 'there is no openssl to make one with')
    return false
  }
}

test('C-24 the rules of a file come into force once, and edits that meet are put together by them', async () => {
  const store = join(dir, 'ruled')
  const file = join(dir, 'rules.json')
  writeFileSync(file, JSON.stringify([{ keys: 'stock/**', path: 'quantity', rule: 'counter' }]))
  const { hub, url } = await startHub(store, ['--rules', file])
  const shops = ['one', 'another'].map((replicaName) => new SrvraDataSync({ nodes: [url], replicaName }))
  expect(await shops[0]?.setState('stock/1', { quantity: 10 }).synced).toMatchObject({ outcome: 'committed' })
  for (const shop of shops) {
    await shop.sync()
    shop.replica?.pause()
  }
  const sales = shops.map((shop, index) => shop.setState('stock/1', { quantity: 9 - index }))
  for (const shop of shops) shop.replica?.resume()
  expect((await Promise.all(sales.map(({ synced }) => synced))).map(({ outcome }) => outcome).toSorted()).toEqual([
    'committed',
    'merged',
  ])
  for (const shop of shops) {
    await shop.sync()
    expect(shop.getState('stock/1')).toEqual({ quantity: 7 })
    await shop.close()
  }
  await hub.end()
  const again = new RunningSrvra(['serve', '--data', store, '--port', '0', '--rules', file])
  expect(await again.line((line) => line.startsWith('Rule set'))).toBe('Rule set 1 is in force: 1 rule.')
  await again.end()
})

test('O-4 srvra serve tells Prometheus how it is where --metrics says, and says where that is', async () => {
  const hub = new RunningSrvra(['serve', '--data', join(dir, 'metrics'), '--port', '0', '--metrics', '0', '--json'])
  const { metrics } = await hub.json()
  expect(metrics).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/metrics$/)
  expect(await (await fetch(String(metrics))).text()).toContain('\nsrvra_hub_sessions 0\n')
  expect((await hub.end()).code).toBe(0)
  for (const address of ['70000', 'host', 'a b:1', '::1:9464']) {
    const { code, stderr } = await runSrvra(['serve', '--data', join(dir, 'metrics'), '--metrics', address])
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining('is no address') as string })
  }
})
