import { join } from 'node:path'
import { createAdminService } from '../../engine/admin/create-admin-service.ts'
import type { FileAccess } from '../../engine/admin/transfer/file-access.ts'
import { nodeSha256 } from '../../engine/adapters/node-hash.ts'
import { systemClock } from '../../engine/adapters/system-clock.ts'
import { systemRandom } from '../../engine/adapters/system-random.ts'
import { SrvraDataSync } from '../../engine/srvra-data-sync.ts'
import type { OpenEngine } from './engine-host.ts'
import { checkpointWhenIdle } from './idle-checkpoint.ts'
import { sampleSteps } from './sample/index.ts'

/** Opens the store of a data folder and its administration. Throws what opening a store throws. */
export async function openEngine(dataDir: string, files: FileAccess, report: (error: unknown) => void): Promise<OpenEngine> {
  const engine = new SrvraDataSync({ storage: { dir: dataDir }, onError: ({ error }) => report(error) })
  const { storage, stateManager, eventBus, options } = engine
  const admin = createAdminService({
    engine: { storage, stateManager, eventBus, hash: nodeSha256, limits: options.limits },
    clock: systemClock,
    random: systemRandom,
    stopwatch: () => performance.now(),
    file: join(dataDir, 'store.sqlite'),
    sample: sampleSteps,
    files,
    report,
  })
  const stopTidying = checkpointWhenIdle(eventBus, storage, report)
  return {
    admin,
    close: async () => {
      stopTidying()
      await admin.close()
      engine.close()
    },
  }
}
