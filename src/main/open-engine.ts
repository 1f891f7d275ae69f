import { SrvraError } from '../../engine/core/errors.ts'
import type { OpenEngine } from './engine-host.ts'
import type { FileGrants } from './file-grants.ts'

export async function openEngine(_dataDir: string, _grants: FileGrants): Promise<OpenEngine> {
  throw new SrvraError('E_ENGINE_UNAVAILABLE', 'The engine is being assembled.')
}
