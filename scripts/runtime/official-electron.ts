import { existsSync, readFileSync } from 'node:fs'
import { mkdir, rm, stat, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { withProgress } from '../setup/progress.mjs'
import { runQuietly } from '../setup/run-quietly.mjs'
import { cacheRoot } from './cache-folder.ts'

const PROBE_MS = 4000
const DOWNLOAD_MS = 10 * 60_000
/** How long an unreachable download server is believed to stay so: every start would otherwise wait for the time-out. */
const BELIEVED_MS = 24 * 3_600_000

type Environment = Record<string, string | undefined>

const require = createRequire(import.meta.url)
const packageFolder = dirname(require.resolve('electron/package.json'))
export const electronVersion = (require('electron/package.json') as { version: string }).version

/** The folder of the official runtime when the pinned version is installed whole. */
export function installedElectron(folder: string = packageFolder, version: string = electronVersion): string | undefined {
  const dist = join(folder, 'dist')
  const executable = join(folder, 'path.txt')
  if (!existsSync(join(dist, 'version')) || !existsSync(executable)) return undefined
  if (readFileSync(join(dist, 'version'), 'utf8').trim().replace(/^v/, '') !== version) return undefined
  return existsSync(join(dist, readFileSync(executable, 'utf8'))) ? dist : undefined
}

/** Runs Electron's own installer when its download server answers. Answers the folder, or why there is none. */
export async function installOfficialElectron(): Promise<{ folder: string } | { unreachable: string }> {
  if (await wasUnreachableLately()) return { unreachable: 'it did not answer at the last attempt, less than a day ago' }
  const problem = await probe(process.env)
  if (problem !== undefined) return markUnreachable(problem)
  try {
    await withProgress(`Downloading Electron ${electronVersion}`, () =>
      runQuietly(process.execPath, [join(packageFolder, 'install.js')], { timeoutMs: DOWNLOAD_MS }),
    )
  } catch (error) {
    // A download that broke off leaves no path.txt and would be tried again by every later start.
    return markUnreachable(lastLine(error instanceof Error ? error.message : String(error)))
  }
  const folder = installedElectron()
  return folder === undefined ? { unreachable: 'its installer left no runtime' } : { folder }
}

/** Forgets that the download server did not answer. */
export async function forgetUnreachable(): Promise<void> {
  await rm(markFile(), { force: true })
}

/** Where Electron's installer will ask, by the same variables that it reads. */
export function downloadBase(env: Environment): string {
  return (
    env['npm_config_electron_mirror'] ??
    env['NPM_CONFIG_ELECTRON_MIRROR'] ??
    env['ELECTRON_MIRROR'] ??
    'https://github.com/electron/electron/releases/download/'
  )
}

/** A cheap question with a short time-out, since the installer itself would wait for minutes. */
async function probe(env: Environment): Promise<string | undefined> {
  // Behind a proxy only the installer knows the way; it gets its chance.
  if (env['ELECTRON_GET_USE_PROXY'] !== undefined) return undefined
  try {
    const response = await fetch(downloadBase(env), { method: 'HEAD', redirect: 'manual', signal: AbortSignal.timeout(PROBE_MS) })
    return response.status < 500 && response.status !== 403 && response.status !== 407 ? undefined : `it answers ${response.status}`
  } catch (error) {
    const cause = error instanceof Error ? (error.cause ?? error) : error
    return cause instanceof Error ? cause.message : String(cause)
  }
}

async function wasUnreachableLately(): Promise<boolean> {
  const mark = await stat(markFile()).catch(() => undefined)
  return mark !== undefined && Date.now() - mark.mtimeMs < BELIEVED_MS
}

async function markUnreachable(reason: string): Promise<{ unreachable: string }> {
  await mkdir(cacheRoot(), { recursive: true })
  await writeFile(markFile(), `${reason}\n`)
  return { unreachable: reason }
}

const markFile = (): string => join(cacheRoot(), `electron-${electronVersion}-unreachable`)

const lastLine = (text: string): string => text.trim().split('\n').at(-1) ?? text
