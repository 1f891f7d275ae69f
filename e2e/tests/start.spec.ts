import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { copyFile, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { SrvraDataSync } from '../../engine/srvra-data-sync.ts'
import { ask, call, finishTask } from '../bridge.ts'
import { consoleCommand, expect, killConsole, launchConsole, test } from '../launch.ts'
import { StoreProblemPage } from '../pages/store-problem-page.ts'

/** Starts a console without driving it; resolves with its exit code and what it said. */
async function runConsole(dataDir: string, ...args: readonly string[]): Promise<{ code: number | null; said: string }> {
  const { command, args: all } = consoleCommand(dataDir, ...args)
  const child = spawn(command, all, { stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (said += chunk.toString()))
  const [code] = (await once(child, 'exit')) as [number | null]
  return { code, said }
}

/** Writes documents with the engine itself, as another program would. */
async function writeDocuments(dataDir: string, from: number, to: number): Promise<void> {
  const engine = new SrvraDataSync({ storage: { dir: dataDir } })
  for (let index = from; index < to; index++) engine.setState(`n/${index}`, { index })
  await engine.close()
}

test('V-79 V-83 what was acknowledged, drafts too, is there after the console was killed', async ({ dataDir }) => {
  const first = await launchConsole(dataDir)
  await finishTask(first.page, (await ask(first.page, 'engine.load-sample', {})).taskId)
  const { documents } = await ask(first.page, 'engine.overview', {})
  await ask(first.page, 'drafts.save', { key: 'draft', text: '{"unfinished":', baseVersion: 0 })
  const acknowledged: string[] = []
  await first.page.exposeFunction('acknowledge', (key: string) => acknowledged.push(key))
  const writing = first.page.evaluate(async () => {
    const told = (window as unknown as { acknowledge: (key: string) => Promise<void> }).acknowledge
    for (let index = 0; ; index++) {
      const answer = await window.srvra.call('documents.set', { key: `killed/${index}`, baseVersion: 0, text: `${index}` })
      if (answer.ok) void told(answer.value.key)
    }
  })
  writing.catch(() => {})
  await expect.poll(() => acknowledged.length).toBeGreaterThan(100)
  await killConsole(first)

  const second = await launchConsole(dataDir)
  expect(await ask(second.page, 'host.state', {})).toMatchObject({ status: 'open' })
  for (const key of acknowledged) {
    const document = await ask(second.page, 'documents.get', { key })
    expect(document?.value, key).toBe(Number(key.split('/')[1]))
  }
  const overview = await ask(second.page, 'engine.overview', {})
  expect(overview.documents).toBeGreaterThanOrEqual(documents + acknowledged.length)
  expect(await ask(second.page, 'drafts.list', {})).toMatchObject([{ key: 'draft', text: '{"unfinished":' }])
  await finishTask(second.page, (await ask(second.page, 'engine.verify', {})).taskId)
  expect((await ask(second.page, 'engine.overview', {})).lastVerify).toMatchObject({ problems: 0 })
  await second.app.close()
})

test('V-74 a store that another program has open is named, and opens when that one is done', async ({ dataDir }) => {
  const other = new SrvraDataSync({ storage: { dir: dataDir } })
  other.setState('a', 1)
  const { app, page } = await launchConsole(dataDir)
  const problem = new StoreProblemPage(page)
  await expect(problem.alert).toBeVisible()
  await expect(problem.alert).toContainText(`is in use by process ${process.pid}`)
  expect(await call(page, 'engine.overview', {})).toMatchObject({ ok: false, error: { code: 'E_ENGINE_UNAVAILABLE' } })
  await problem.retry.click()
  await expect(problem.alert).toBeVisible()
  await other.close()
  await problem.retry.click()
  await expect(problem.alert).toBeHidden()
  expect(await ask(page, 'documents.get', { key: 'a' })).toMatchObject({ value: 1 })
  await app.close()
})

test('V-74 a store that has lost acknowledged changes is shown as damaged, and left alone', async ({ dataDir }) => {
  const file = join(dataDir, 'store.sqlite')
  await writeDocuments(dataDir, 0, 10)
  await copyFile(file, `${file}.old`)
  await writeDocuments(dataDir, 10, 20)
  await copyFile(`${file}.old`, file)
  const { app, page } = await launchConsole(dataDir)
  await expect(new StoreProblemPage(page).alert).toBeVisible()
  expect(await ask(page, 'host.state', {})).toMatchObject({ status: 'failed', error: { code: 'E_STORE_CORRUPT' } })
  await app.close()
  expect(await readFile(file)).toEqual(await readFile(`${file}.old`))
})

test('V-74 a store of a newer program is refused', async ({ dataDir }) => {
  await writeDocuments(dataDir, 0, 1)
  const database = new Database(join(dataDir, 'store.sqlite'))
  database.pragma('user_version = 99')
  database.close()
  const { app, page } = await launchConsole(dataDir)
  await expect(new StoreProblemPage(page).alert).toBeVisible()
  expect(await ask(page, 'host.state', {})).toMatchObject({ status: 'failed', error: { code: 'E_STORE_NEWER' } })
  await app.close()
})

test('V-81 a second console on the folder brings the first one’s window back, and ends', async ({ console: { app, dataDir } }) => {
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.hide())
  const { code, said } = await runConsole(dataDir)
  expect(said).toContain('is open on')
  expect(code).toBe(0)
  await expect.poll(() => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isVisible())).toBe(true)
  expect(app.windows()).toHaveLength(1)
})

test('V-82 a page whose process ended is loaded anew, and says so', async ({ console: { app, page } }) => {
  // For Playwright a page that crashed stays crashed, so main is asked what there is to see.
  await expect(page.getByRole('main')).toBeVisible()
  await app.evaluate(async ({ BrowserWindow }) => {
    const window = BrowserWindow.getAllWindows()[0]
    const loaded = new Promise<void>((resolve) => window?.webContents.on('did-finish-load', () => resolve()))
    window?.webContents.forcefullyCrashRenderer()
    await loaded
  })
  const text = (): Promise<string> =>
    app.evaluate(
      ({ BrowserWindow }) =>
        BrowserWindow.getAllWindows()[0]?.webContents.executeJavaScript('document.body.innerText') as Promise<string>,
    )
  await expect.poll(text).toContain('Its process had ended')
  const state = await app.evaluate(
    ({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]?.webContents.executeJavaScript("window.srvra.call('host.state', {})") as Promise<unknown>,
  )
  expect(state).toMatchObject({ ok: true, value: { status: 'open' } })
})

test('V-80 a picture of the console is taken, with the sample workspace in it', async ({ dataDir }) => {
  const file = join(dataDir, 'picture.png')
  const { code, said } = await runConsole(dataDir, `--screenshot=${file}`)
  expect(said).toContain(file)
  expect(code).toBe(0)
  const image = await readFile(file)
  expect(image.subarray(1, 4).toString()).toBe('PNG')
  // Nothing but one colour would be a few kilobytes.
  expect((await stat(file)).size).toBeGreaterThan(20_000)
  const engine = new SrvraDataSync({ storage: { dir: dataDir } })
  expect(engine.getStatistics().state.documents).toBeGreaterThan(6000)
  await engine.close()
})

test('V-73 arguments that are wrong are refused with one line', async ({ dataDir }) => {
  const { code, said } = await runConsole(dataDir, '--screenshot=picture.jpg')
  expect(code).toBe(2)
  expect(said).toContain('The picture is a PNG: name a file that ends in .png after --screenshot.')
})

test('V-72 the window comes back where it was', async ({ dataDir }) => {
  const place = { x: 40, y: 30, width: 1100, height: 700 }
  const first = await launchConsole(dataDir)
  await first.app.evaluate(({ BrowserWindow }, bounds) => BrowserWindow.getAllWindows()[0]?.setBounds(bounds), place)
  await first.app.close()
  const second = await launchConsole(dataDir)
  expect(await second.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getBounds())).toEqual(place)
  await second.app.close()
})
