import { createHmac } from 'node:crypto'
import { createServer } from 'node:http'
import type { IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { SMTPServer } from 'smtp-server'
import type { SMTPServerOptions } from 'smtp-server'
import { expect, onTestFinished, test } from 'vitest'
import { SrvraDataSync } from '../../index.ts'
import type { AlertNotification } from '../../ports/notifier.ts'
import { until } from '../../testing/until.ts'
import { VirtualTime } from '../../testing/virtual-time.ts'
import { emailNotifier } from './email-notifier.ts'
import { isPublicAddress } from '../outgoing/public-address.ts'
import { webhookNotifier } from './webhook-notifier.ts'

const SECRET = 'a secret of some length'
const NOTIFICATION: AlertNotification = {
  id: 'hot-fired-1',
  what: 'fired',
  at: 1_800_000_000_000,
  value: 41,
  rule: { id: 'hot', title: 'It is hot', severity: 'critical', labels: { room: 'kitchen' } },
}

/** An HTTP server that answers with a status, and what it was sent. */
async function receiver(status: number | undefined) {
  const posts: { readonly headers: IncomingHttpHeaders; readonly body: string }[] = []
  const server = createServer((request, response) => {
    const { headers } = request
    void text(request).then((body) => posts.push({ headers, body }))
    request.once('end', () => {
      if (status !== undefined) response.writeHead(status, { Location: '/elsewhere' }).end('words')
    })
  })
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const { port } = server.address() as AddressInfo
  return { url: `http://127.0.0.1:${port}/hook`, posts }
}

test('O-19 a webhook is posted JSON whose signature says who wrote it and when', async () => {
  const { url, posts } = await receiver(204)
  await webhookNotifier({ url, secret: SECRET, allowPrivate: true }, () => 1_800_000_000_999).notify(NOTIFICATION)
  expect(posts).toHaveLength(1)
  const [{ headers, body } = { headers: {}, body: '' }] = posts
  expect(JSON.parse(body)).toEqual(NOTIFICATION)
  const signature = createHmac('sha256', SECRET).update(`1800000000.${body}`).digest('hex')
  expect(headers['srvra-signature']).toBe(`t=1800000000,v1=${signature}`)
})

test.each([
  [500, true],
  [429, true],
  [408, true],
  [404, false],
  [302, false],
])('O-19 an answer of %i is a failure; trying again may help: %s', async (status, again) => {
  const { url, posts } = await receiver(status)
  const notified = webhookNotifier({ url, secret: SECRET, allowPrivate: true }).notify(NOTIFICATION)
  await expect(notified).rejects.toMatchObject({ code: 'E_NOTIFY', details: { status, again } })
  expect(posts).toHaveLength(1)
})

test('O-19 no answer in time is a failure after which trying again may help', async () => {
  const { url } = await receiver(undefined)
  const notified = webhookNotifier({ url, secret: SECRET, allowPrivate: true, timeoutMs: 50 }).notify(NOTIFICATION)
  await expect(notified).rejects.toMatchObject({ code: 'E_NOTIFY', details: { again: true } })
})

test.each(['https://127.0.0.1/', 'https://localhost/', 'https://[::1]/', 'https://[::ffff:10.0.0.1]/', 'https://2130706433/'])(
  'O-19 a webhook to %s is refused',
  async (url) => {
    const notified = webhookNotifier({ url, secret: SECRET }).notify(NOTIFICATION)
    await expect(notified).rejects.toMatchObject({ code: 'E_NOTIFY', message: /not on the internet/, details: { again: false } })
  },
)

test('O-19 addresses of this machine, of private networks and of clouds are not on the internet', () => {
  for (const address of [
    '10.1.2.3',
    '169.254.169.254',
    '172.31.0.1',
    '100.64.0.1',
    '0.0.0.0',
    '255.255.255.255',
    'fe80::1',
    'fd00::1',
    'x',
  ])
    expect(isPublicAddress(address), address).toBe(false)
  for (const address of ['8.8.8.8', '172.32.0.1', '2606:4700::1111']) expect(isPublicAddress(address), address).toBe(true)
})

test('O-19 a webhook in the clear, or with a secret that can be guessed, is refused', () => {
  for (const options of [
    { url: 'http://example.org/', secret: SECRET },
    { url: 'x', secret: SECRET },
    { url: 'https://a.org/', secret: 'x' },
  ])
    expect(() => webhookNotifier(options)).toThrow(expect.objectContaining({ code: 'E_OPTION' }))
})

/** A real SMTP server, and what it took. */
async function mailServer(options: SMTPServerOptions = {}) {
  const mails: string[] = []
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData: (stream, _session, callback) => {
      void text(stream).then((mail) => mails.push(mail))
      stream.once('end', () => callback())
    },
    ...options,
  })
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  onTestFinished(
    () =>
      new Promise<void>((resolve) => {
        server.close(resolve)
      }),
  )
  const { port } = server.server.address() as AddressInfo
  return { mails, settings: { host: '127.0.0.1', port, from: 'srvra@example.org', to: ['ann@example.org'] } }
}

test('O-20 an e-mail says what is wrong, since when, and by which figure', async () => {
  const { mails, settings } = await mailServer()
  await emailNotifier({ ...settings, insecure: true }).notify(NOTIFICATION)
  expect(mails).toHaveLength(1)
  expect(mails[0]).toContain('Subject: [critical] Alert: It is hot')
  for (const line of ['Alert: It is hot.', 'Rule: hot (critical)', 'Time: 2027-01-15T08:00:00.000Z', 'Value: 41', 'room: kitchen'])
    expect(mails[0]).toContain(`${line}\r\n`)
})

test('O-20 a server that cannot do TLS gets no e-mail', async () => {
  const { mails, settings } = await mailServer()
  await expect(emailNotifier(settings).notify(NOTIFICATION)).rejects.toMatchObject({ code: 'E_NOTIFY' })
  expect(mails).toEqual([])
})

test.each([
  [550, false],
  [451, true],
])('O-20 a server that says %i: trying again may help: %s', async (responseCode, again) => {
  const onRcptTo: SMTPServerOptions['onRcptTo'] = (_address, _session, callback) => {
    callback(Object.assign(new Error('not this one'), { responseCode }))
  }
  const { settings } = await mailServer({ onRcptTo })
  const notified = emailNotifier({ ...settings, insecure: true }).notify(NOTIFICATION)
  await expect(notified).rejects.toMatchObject({ code: 'E_NOTIFY', details: { again } })
})

test('O-18, O-19 an engine tells a webhook of its alerts until it is told not to', async () => {
  const time = new VirtualTime()
  const engine = new SrvraDataSync({ clock: time, scheduler: time })
  onTestFinished(() => engine.close())
  const { url, posts } = await receiver(200)
  const stop = engine.monitoring.notifyBy(webhookNotifier({ url, secret: SECRET, allowPrivate: true }))
  engine.monitoring.enable({ alerts: true })
  engine.monitoring.testAlert('memory')
  await until(() => posts.length === 1)
  const { id, what, rule } = JSON.parse(posts[0]?.body ?? '') as AlertNotification
  expect({ id, what, rule: rule.id }).toEqual({ id: `memory-test-${time.now()}`, what: 'test', rule: 'memory' })
  expect(rule).not.toHaveProperty('condition')
  stop()
})
