import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { _electron, test as base, type ElectronApplication, type Page } from '@playwright/test'
import { sandboxFlags, sandboxSurroundings } from '../scripts/console/sandbox.ts'

const REPOSITORY = resolve(import.meta.dirname, '..')

/** No graphics card and no session bus stand behind a test. */
const SURROUNDINGS = ['--disable-gpu', '--log-level=3', ...sandboxFlags(sandboxSurroundings())]

/** A console that runs, and the page in its window. */
export interface Console {
  readonly app: ElectronApplication
  readonly page: Page
  readonly dataDir: string
}

/** How a console is started without being driven. */
export function consoleCommand(dataDir: string, ...args: readonly string[]): { command: string; args: readonly string[] } {
  const command = process.env['SRVRA_ELECTRON']
  if (command === undefined) throw new Error('SRVRA_ELECTRON is not set: run the tests by npm run test:e2e.')
  return { command, args: [...SURROUNDINGS, REPOSITORY, `--data=${dataDir}`, ...args] }
}

/** Starts the built console on a data folder. Run by `npm run test:e2e`, which finds the runtime and builds. */
export async function launchConsole(dataDir: string, ...args: readonly string[]): Promise<Console> {
  // Without a path Playwright takes the electron package's, which ELECTRON_OVERRIDE_DIST_PATH points to the runtime, and
  // holds the app back until it is connected: no window opens unseen.
  const app = await _electron.launch({
    args: [...SURROUNDINGS, REPOSITORY, `--data=${dataDir}`, ...args],
    chromiumSandbox: !SURROUNDINGS.includes('--no-sandbox'),
    timeout: 30_000,
  })
  return { app, page: await app.firstWindow(), dataDir }
}

/** Ends the console as a power cut would: nothing gets a chance to be put in order. */
export async function killConsole({ app }: Console): Promise<void> {
  const electron = app.process()
  const gone = new Promise((done) => electron.once('exit', done))
  electron.kill('SIGKILL')
  await gone
}

/** A new folder that is gone when `use` is over. */
async function withFolder(use: (folder: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'srvra-e2e-'))
  await use(folder)
  // Chromium may still write its last words into its profile.
  await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
}

interface PerTest {
  /** A new, empty data folder. */
  readonly dataDir: string
  /** A console of the test's own, on that folder. */
  readonly console: Console
}

interface PerWorker {
  /** A console that many tests look at, and none may change. */
  readonly sharedConsole: Console
}

export const test = base.extend<PerTest, PerWorker>({
  // eslint-disable-next-line no-empty-pattern -- Playwright reads from the pattern what a fixture needs.
  dataDir: async ({}, use) => withFolder(use),
  console: async ({ dataDir }, use) => {
    const launched = await launchConsole(dataDir)
    await use(launched)
    await launched.app.close()
  },
  sharedConsole: [
    // eslint-disable-next-line no-empty-pattern -- as above
    async ({}, use) =>
      withFolder(async (folder) => {
        const launched = await launchConsole(folder)
        await use(launched)
        await launched.app.close()
      }),
    { scope: 'worker' },
  ],
})

export { expect } from '@playwright/test'
