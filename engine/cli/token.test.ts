import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { runSrvra } from '../testing/run-srvra.ts'
import { startHub } from '../testing/running-srvra.ts'

let dir: string

beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'srvra-token-'))
})

afterAll(() => rmSync(dir, { recursive: true }))

test('C-47, W-2 a token is made, lets in off this machine, is listed without its text, revoked and forgotten', async () => {
  const store = join(dir, 'hub')
  const made = await runSrvra(['token', 'create', 'shop-7', '--keys', 'shop/**', '--expires', '30days', '--data', store])
  const text = made.stdout.trim()
  expect(text).toMatch(/^srvra_[\w-]{12}\.[\w-]{43}$/)
  expect(made.stderr).toContain('It is not told again')

  const { hub, url } = await startHub(store, ['--host', '0.0.0.0', '--insecure'])
  const push = (key: string, token: string) => runSrvra(['push', key, '1', '--connect', url, '--token', token])
  expect((await push('shop/1', text)).code).toBe(0)
  expect((await push('office/1', text)).code).not.toBe(0)
  expect((await push('shop/2', 'guess')).code).toBe(5)
  await hub.end('SIGTERM')

  const { json, stdout } = await runSrvra(['token', 'list', '--data', store, '--json'])
  expect(json).toMatchObject({ tokens: [{ name: 'shop-7', state: 'valid', patterns: ['shop/**'], write: true }] })
  expect(stdout).not.toContain(text.slice(text.indexOf('.') + 1))
  const [, id = ''] = /^srvra_([\w-]{12})/.exec(text) ?? []
  expect((await runSrvra(['token', 'forget', id, '--data', store])).code).toBe(1)
  expect((await runSrvra(['token', 'revoke', id, '--data', store])).stdout).toContain('lets nobody in any more')
  expect((await runSrvra(['token', 'list', '--data', store])).stdout).toContain('revoked')
  expect((await runSrvra(['token', 'forget', id, '--data', store])).code).toBe(0)
  expect((await runSrvra(['token', 'list', '--data', store])).stdout).toContain('No token was ever issued')
})

test('C-47 what cannot be done is said with what to do', async () => {
  const store = join(dir, 'refused')
  expect((await runSrvra(['token', 'create', 'x', '--expires', 'soon', '--data', store])).code).toBe(2)
  expect((await runSrvra(['token', 'create', 'x', '--keys', '', '--data', store])).code).toBe(78)
  expect((await runSrvra(['token', 'revoke', 'none', '--data', store])).code).toBe(3)
  const serve = await runSrvra(['serve', '--host', '0.0.0.0', '--insecure', '--port', '0', '--data', store])
  expect({ code: serve.code, stderr: serve.stderr }).toEqual({
    code: 2,
    stderr: expect.stringContaining('srvra token create') as string,
  })
})
