import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, test } from 'vitest'

import { SrvraDataSync } from '../../../engine/srvra-data-sync.ts'
import { connectSnippet, maskedSnippet } from './connect-snippet.ts'

const ENGINE = pathToFileURL(resolve(import.meta.dirname, '../../../engine/index.ts')).href

test('V-145 the snippet connects and writes as it stands', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'srvra-snippet-'))
  const hub = new SrvraDataSync({ listen: { port: 0, tokens: { 'a token’s \\ text': { name: 'app' } } } })
  const state = await hub.listening
  if (state.status !== 'listening') throw new Error('The hub does not listen.')
  const written = new Promise<unknown>((done) => hub.stateManager.subscribe('hello/my-app', done))
  const file = join(folder, 'app.mjs')
  // The package is not installed in a temporary folder: its name stands for the file that it leads to.
  const snippet = connectSnippet({ url: state.url, token: 'a token’s \\ text' }).replace('@srvra/sync', ENGINE)
  writeFileSync(file, snippet)
  const app = spawn(process.execPath, [file], { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] })
  try {
    expect(await written).toEqual({ at: expect.any(Number) as number })
    expect(hub.hub?.clients()[0]).toMatchObject({ name: 'my-app', identity: 'app' })
  } finally {
    const gone = new Promise((done) => app.once('exit', done))
    app.kill('SIGKILL')
    await gone
    await hub.close()
    rmSync(folder, { recursive: true, force: true })
  }
}, 20_000)

test('V-145 what is shown does not give the token away', () => {
  const connection = { url: 'ws://127.0.0.1:7420', token: 'secret-token' }
  expect(maskedSnippet(connection)).not.toContain('secret-token')
  expect(connectSnippet(connection)).toContain("token: 'secret-token'")
})
