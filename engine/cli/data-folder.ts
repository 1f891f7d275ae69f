import { statSync } from 'node:fs'
import { homedir } from 'node:os'
import { isAbsolute, join, resolve } from 'node:path'
import { SrvraError } from '../core/errors.ts'

type Environment = Readonly<Record<string, string | undefined>>

/** The folder of the store: the one named, else SRVRA_DATA, else the place that the system has for a user's data. // C-1 */
export function dataFolder(named: string | undefined, env: Environment, platform: NodeJS.Platform = process.platform): string {
  const given = named ?? env['SRVRA_DATA']
  if (given !== undefined && given !== '') return resolve(given)
  return join(userData(env, platform), 'srvra')
}

/** Throws E_STORE_MISSING when there is no store in the folder, E_DATA_FOLDER when the folder can not be one. */
export function requireStore(dir: string, file: string): void {
  try {
    statSync(join(dir, file))
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException
    if (code === 'ENOENT') {
      throw new SrvraError(
        'E_STORE_MISSING',
        `There is no store in ${dir}. Name its folder with --data, or make one with srvra import or srvra set.`,
        { dir },
        { cause },
      )
    }
    throw new SrvraError('E_DATA_FOLDER', `${dir} can not be used as the data folder: ${message}.`, { dir }, { cause })
  }
}

function userData(env: Environment, platform: NodeJS.Platform): string {
  if (platform === 'darwin') return join(homedir(), 'Library', 'Application Support')
  if (platform === 'win32') return env['LOCALAPPDATA'] ?? join(homedir(), 'AppData', 'Local')
  const xdg = env['XDG_DATA_HOME']
  // The XDG specification: a relative path is to be ignored.
  return xdg !== undefined && isAbsolute(xdg) ? xdg : join(homedir(), '.local', 'share')
}
