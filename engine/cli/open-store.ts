import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { SrvraError } from '../core/errors.ts'
import { dataFolder, requireStore } from './data-folder.ts'
import { userName } from './user-name.ts'
import type { CommonOptions, OpenStore, StoreUse } from './command-context.ts'

const STORE_FILE = 'store.sqlite'

/** Opens the store of the data folder. Throws E_STORE_MISSING, E_STORE_*, E_DATA_FOLDER. */
export async function openStore(use: StoreUse, options: CommonOptions, env: NodeJS.ProcessEnv): Promise<OpenStore> {
  const dir = dataFolder(options.data, env)
  if (use === 'read') requireStore(dir, STORE_FILE)
  if (use === 'write') makeFolder(dir)
  // The engine is loaded when it is needed, so that help and refusals come at once.
  const [{ SrvraDataSync }, { nodeSha256 }, { FileLog }] = await Promise.all([
    import('../srvra-data-sync.ts'),
    import('../adapters/node-hash.ts'),
    import('../adapters/file-log.ts'),
  ])
  const storage = use === 'dry-run' && !existsSync(join(dir, STORE_FILE)) ? 'memory' : { dir }
  // Nothing is written, and no folder made, before there is something to tell.
  const kept = use === 'write' ? { log: new FileLog({ dir: join(dir, 'logs') }) } : {}
  return { engine: new SrvraDataSync({ storage, actor: options.actor ?? userName(), ...kept }), hash: nodeSha256, dir }
}

function makeFolder(dir: string): void {
  try {
    mkdirSync(dir, { recursive: true })
  } catch (cause) {
    throw new SrvraError(
      'E_DATA_FOLDER',
      `${dir} can not be used as the data folder: ${(cause as Error).message}.`,
      { dir },
      { cause },
    )
  }
}
