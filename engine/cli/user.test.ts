import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { runSrvra } from '../testing/run-srvra.ts'

const PASSWORD = 'correct horse battery'

function newStore() {
  const dir = mkdtempSync(join(tmpdir(), 'srvra-user-'))
  onTestFinished(() => rmSync(dir, { recursive: true }))
  const store = join(dir, 'hub')
  const user = (args: readonly string[], input = '') => runSrvra(['user', ...args, '--data', store], { input })
  return { store, user }
}

test('C-48, I-6, I-11 users are made, listed, kept out and taken off the list from a shell; no password is in a file', async () => {
  const { store, user } = newStore()
  const made = await user(['create', 'ann', '--role', 'admin', '--password', '-'], `${PASSWORD}\n`)
  expect(made).toMatchObject({ code: 0, stdout: 'ann can sign in, as admin.\n' })
  expect(await user(['create', 'vic', '--role', 'viewer', 'auditor', '--password', '-'], 'staple of the stable')).toMatchObject({
    code: 0,
  })
  expect((await user(['list', '--json'])).json).toMatchObject({
    users: [{ name: 'ann' }, { name: 'vic', roles: ['viewer', 'auditor'] }],
  })
  expect((await user(['disable', 'vic'])).code).toBe(0)
  expect((await user(['list'])).stdout).toMatch(/vic\s+disabled/)
  expect(await user(['disable', 'ann'])).toMatchObject({ code: 1, stderr: expect.stringContaining('the only admin') as string })
  expect((await user(['enable', 'vic'])).code).toBe(0)
  expect((await user(['roles', 'vic', '--role', 'operator'])).stdout).toContain('operator')
  expect((await user(['password', 'vic', '--password', '-'], PASSWORD)).code).toBe(0)
  expect((await user(['forget', 'vic'])).code).toBe(0)
  expect((await user(['emergency-code'])).stdout).toMatch(/^srvra-emergency-[\w-]{43}\n$/)
  for (const file of readdirSync(store)) expect(readFileSync(join(store, file)).includes(PASSWORD)).toBe(false)
})

test('C-48 what cannot be done is said with what to do', async () => {
  const { user } = newStore()
  expect(await user(['create', 'ann', '--role', 'viewer', '--password', PASSWORD])).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('has to be an admin') as string,
  })
  expect(await user(['create', 'ann', '--role', 'admin', '--password', 'short'])).toMatchObject({
    code: 78,
    stderr: expect.stringContaining('at least 12') as string,
  })
  expect((await user(['create', 'ann', '--role', 'boss', '--password', PASSWORD])).code).toBe(3)
  expect((await user(['password', 'nobody', '--password', PASSWORD])).code).toBe(3)
})
