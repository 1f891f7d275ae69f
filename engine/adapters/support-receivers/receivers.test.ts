import { createHmac } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { SMTPServer } from 'smtp-server'
import { expect, onTestFinished, test } from 'vitest'
import type { SupportMessage } from '../../ports/support-receiver.ts'
import { sampleTicket } from '../../testing/ticket-contract.ts'
import { emailReceiver } from './email-receiver.ts'
import { webhookReceiver } from './webhook-receiver.ts'

const SECRET = 'a secret of some length'
const head = {
  id: 'a1',
  name: 'log.ndjson',
  type: 'text/plain',
  sizeBytes: 5,
  hash: 'h',
  at: 0,
  by: 'ann',
  origin: 'diagnostics',
} as const
const MESSAGE: SupportMessage = {
  id: 'here-1',
  installation: 'here',
  ticket: sampleTicket(1, { attachments: [head] }),
  text: '# T-1: A title\n',
  contents: [new TextEncoder().encode('hello')],
}

test('U-32 a webhook is posted the ticket with its attachments, signed', async () => {
  const posts: { readonly signature: unknown; readonly body: string }[] = []
  const server = createServer((request, response) => {
    void text(request).then((body) => posts.push({ signature: request.headers['srvra-signature'], body }))
    request.once('end', () => response.writeHead(204).end())
  })
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  onTestFinished(() => void server.close())
  const { port } = server.address() as AddressInfo
  const receiver = webhookReceiver(
    { url: `http://127.0.0.1:${port}/in`, secret: SECRET, allowPrivate: true },
    () => 1_800_000_000_999,
  )
  expect(receiver.name).toBe(`127.0.0.1:${port}`)
  await receiver.send(MESSAGE)
  const [{ signature, body } = { signature: '', body: '' }] = posts
  const { attachments: _heads, ...ticket } = MESSAGE.ticket
  expect(JSON.parse(body)).toEqual({
    id: 'here-1',
    installation: 'here',
    ticket,
    attachments: [{ ...head, base64: Buffer.from('hello').toString('base64') }],
  })
  expect(signature).toBe(`t=1800000000,v1=${createHmac('sha256', SECRET).update(`1800000000.${body}`).digest('hex')}`)
})

test('U-32 a webhook that is not on the internet, in the clear or easy to guess is refused as one for alerts is', async () => {
  await expect(webhookReceiver({ url: 'https://127.0.0.1/', secret: SECRET }).send(MESSAGE)).rejects.toMatchObject({
    code: 'E_NOTIFY',
    details: { again: false },
  })
  for (const options of [
    { url: 'http://example.org/', secret: SECRET },
    { url: 'https://example.org/', secret: 'short' },
  ])
    expect(() => webhookReceiver(options)).toThrow(expect.objectContaining({ code: 'E_OPTION' }))
})

test('U-33 an e-mail is the ticket as text, with its attachments', async () => {
  const mails: string[] = []
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData: (stream, _session, callback) => {
      void text(stream).then((mail) => mails.push(mail))
      stream.once('end', () => callback())
    },
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
  const people = { from: 'srvra@example.org', to: ['help@example.org'] }
  await emailReceiver({ host: '127.0.0.1', port, insecure: true, ...people }).send(MESSAGE)
  expect(mails[0]).toContain('Subject: [T-1] [high] A title')
  expect(mails[0]).toContain('# T-1: A title')
  expect(mails[0]).toContain('filename=log.ndjson')
  await expect(emailReceiver({ host: '127.0.0.1', port, ...people }).send(MESSAGE)).rejects.toMatchObject({ code: 'E_NOTIFY' })
})
