import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { LARGEST_OBJECT } from '../../ports/backup-target.ts'
import type { S3TargetOptions } from '../../ports/target-options.ts'
import { backupTargetContract } from '../../testing/backup-target-contract.ts'
import { startS3Server } from '../../testing/s3-server.ts'
import type { S3Server } from '../../testing/s3-server.ts'
import { createS3Target } from './s3-target.ts'

const folder = mkdtempSync(join(tmpdir(), 'srvra-s3-'))
let server: S3Server
let prefixes = 0

beforeAll(async () => {
  server = await startS3Server(folder)
})
afterAll(async () => {
  await server.close()
  rmSync(folder, { recursive: true, force: true })
})

/** A place in the bucket that nobody used before. */
function freshOptions(): S3TargetOptions {
  prefixes += 1
  return { ...server.options, prefix: `shop/n${prefixes}` }
}

/** Something at the other end that is no S3. */
async function answering(listener: RequestListener): Promise<string> {
  const http = createServer(listener).listen(0, '127.0.0.1')
  await new Promise((resolve) => http.once('listening', resolve))
  onTestFinished(() => {
    http.closeAllConnections()
    http.close()
  })
  return `http://127.0.0.1:${(http.address() as AddressInfo).port}`
}

backupTargetContract('S3', () => ({ target: createS3Target(freshOptions()), mixesWriters: true }))

test('B-8 places of one bucket know nothing of each other, nor of what lies below them', async () => {
  const [one, other] = [createS3Target(freshOptions()), createS3Target(freshOptions())]
  await one.put('a', Buffer.from('one'))
  await other.put('a', Buffer.from('other'))
  await createS3Target({ ...server.options, prefix: `shop/n${prefixes - 1}/below` }).put('b', Buffer.from('below'))
  expect(Buffer.from(await one.get('a')).toString()).toBe('one')
  expect(await one.list({ limit: 10 })).toEqual([{ name: 'a', bytes: 3 }])
  expect(one.name).toBe(`s3 backups/shop/n${prefixes - 1}`)
})

test('B-8 a large target is listed in many calls of the server', async () => {
  const target = createS3Target(freshOptions())
  const names = Array.from({ length: 1005 }, (_, index) => `log-${String(index).padStart(6, '0')}`)
  for (let at = 0; at < names.length; at += 50)
    await Promise.all(names.slice(at, at + 50).map((name) => target.put(name, Buffer.from(name))))
  expect((await target.list({ limit: 5000 })).map(({ name }) => name)).toEqual(names)
})

test.each<[string, (options: S3TargetOptions) => S3TargetOptions, string]>([
  ['no bucket', (options) => ({ ...options, bucket: 'elsewhere' }), 'NoSuchBucket'],
  ['a wrong secret', (options) => ({ ...options, credentials: secret('S3RVER') }), 'SignatureDoesNotMatch'],
  ['a wrong key', (options) => ({ ...options, credentials: secret('nobody') }), 'InvalidAccessKeyId'],
])('B-8 %s is told, and no secret with it', async (_, change, cause) => {
  const target = createS3Target(change(freshOptions()))
  const calls = [
    () => target.put('a', Buffer.from('x')),
    () => target.get('a'),
    () => target.list({ limit: 1 }),
    () => target.remove('a'),
  ]
  for (const call of calls) {
    const error: unknown = await call().then(
      () => undefined,
      (rejection: unknown) => rejection,
    )
    expect(error).toMatchObject({ code: 'E_BACKUP_TARGET', details: { target: target.name, cause } })
    expect(everythingOf(error)).not.toMatch(/do-not-tell|token-of-mine/)
  }
})

test('B-8 a server that is not there is asked three times and then told of', async () => {
  const endpoint = await answering(() => undefined)
  const gone = createS3Target({ ...freshOptions(), endpoint: endpoint.replace(/\d+$/, '1') })
  await expect(gone.get('a')).rejects.toMatchObject({ code: 'E_BACKUP_TARGET', details: { object: 'a', cause: 'ECONNREFUSED' } })
  let asked = 0
  const busy = await answering((_request, response) => {
    asked += 1
    response.writeHead(503).end()
  })
  const overloaded = createS3Target({ ...freshOptions(), endpoint: busy })
  await expect(overloaded.get('a')).rejects.toMatchObject({ code: 'E_BACKUP_TARGET', details: { status: 503 } })
  expect(asked).toBe(3)
})

test('B-8 a server that says nothing is given up after the time limit', async () => {
  const endpoint = await answering(() => undefined)
  const target = createS3Target({ ...freshOptions(), endpoint, timeoutMs: 50 })
  await expect(target.get('a')).rejects.toMatchObject({ code: 'E_BACKUP_TARGET', details: { cause: 'TimeoutError' } })
})

test('B-3 a server that sends too much is not heard out, whatever it said', async () => {
  const piece = Buffer.alloc(1024 * 1024)
  let sent = 0
  const endpoint = await answering((_request, response) => {
    const more = (): void => {
      while (sent < 2 * LARGEST_OBJECT) {
        sent += piece.byteLength
        if (!response.write(piece)) return
      }
      response.end()
    }
    response.on('drain', more)
    more()
  })
  const target = createS3Target({ ...freshOptions(), endpoint })
  await expect(target.get('a')).rejects.toMatchObject({ code: 'E_BACKUP_SIZE', details: { object: 'a' } })
  expect(sent).toBeLessThan(2 * LARGEST_OBJECT)
  const lying = await answering((_request, response) => {
    response.writeHead(200, { 'content-length': LARGEST_OBJECT + 1 }).flushHeaders()
  })
  await expect(createS3Target({ ...freshOptions(), endpoint: lying }).get('a')).rejects.toMatchObject({ code: 'E_BACKUP_SIZE' })
})

test('B-5 a server that lists out of order is refused', async () => {
  const listing = ['b', 'a'].map((name) => `<Contents><Key>${name}</Key><Size>1</Size></Contents>`).join('')
  const endpoint = await answering((_request, response) => {
    response.writeHead(200, { 'content-type': 'application/xml' }).end(`<ListBucketResult>${listing}</ListBucketResult>`)
  })
  const { prefix: _none, ...options } = freshOptions()
  await expect(createS3Target({ ...options, endpoint }).list({ limit: 5 })).rejects.toMatchObject({
    code: 'E_BACKUP_TARGET',
    details: { cause: 'unordered' },
  })
})

test('B-8 an object travels with its SHA-256, unless that is not wanted', async () => {
  const seen: (string | undefined)[] = []
  const endpoint = await answering((request, response) => {
    seen.push(request.headers['x-amz-checksum-sha256'] as string | undefined)
    request.resume().once('end', () => response.writeHead(200).end())
  })
  await createS3Target({ ...freshOptions(), endpoint }).put('a', Buffer.from('abc'))
  await createS3Target({ ...freshOptions(), endpoint, checksums: false }).put('a', Buffer.from('abc'))
  expect(seen).toEqual(['ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=', undefined])
})

function secret(accessKeyId: string): NonNullable<S3TargetOptions['credentials']> {
  return { accessKeyId, secretAccessKey: 'do-not-tell', sessionToken: 'token-of-mine' }
}

/** All that a log could show of an error. */
function everythingOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const own = Object.getOwnPropertyNames(error).map((name) => JSON.stringify((error as unknown as Record<string, unknown>)[name]))
  return [error.name, ...own, everythingOf(error.cause)].join('\n')
}
