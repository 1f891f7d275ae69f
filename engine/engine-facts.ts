import type { ConflictQueue } from './conflict/conflict-queue.ts'
import { SrvraError } from './core/errors.ts'
import type { JsonObject } from './core/json/index.ts'
import type { Storage } from './ports/storage.ts'
import type { ResolvedSyncOptions } from './sync-options.ts'
import type { SyncStatistics } from './sync-statistics.ts'

/** Of a larger store the chain is not recomputed for a bundle: that is what verification is for. */
const MOST_VERIFIED = 50_000
/** Rows looked at before others have their turn. */
const STEPS_IN_A_ROW = 20

/** Options by name: numbers, switches and hosts. Tokens, keys, certificates, schemas and rules are counted. // U-20 */
export function configurationFacts(options: ResolvedSyncOptions): JsonObject {
  const { storage, listen, nodes, schemas, mergeRules, subscribe, limits, compressionThreshold, syncSLA } = options
  return {
    storage: typeof storage === 'string' ? storage : 'append' in storage ? 'own' : 'folder',
    historySize: options.historySize,
    enableVersioning: options.enableVersioning,
    limits: { ...limits },
    schemas: Object.keys(schemas).length,
    hub: listen ? listenFacts(listen) : null,
    replica: nodes.length === 0 ? null : { nodes: nodes.length, patterns: subscribe.length, token: options.token !== undefined },
    loadBalancing: options.loadBalancing,
    failoverStrategy: options.failoverStrategy,
    deadlines: typeof syncSLA === 'object' ? Object.keys(syncSLA).length : (syncSLA ?? null),
    priority: options.priority,
    syncInterval: options.syncInterval,
    retryAttempts: options.retryAttempts,
    batchSize: options.batchSize,
    enableDeltaUpdates: options.enableDeltaUpdates,
    compression: options.compression,
    compressionThreshold: compressionThreshold ?? null,
    mergeStrategy: options.mergeStrategy,
    autoResolveThreshold: options.autoResolveThreshold,
    mergeRules: mergeRules?.rules.length ?? 0,
  }
}

function listenFacts({ port, host = '127.0.0.1', tls, insecure = false, tokens, authenticator }: Listening): JsonObject {
  return {
    port,
    host,
    tls: tls !== undefined,
    insecure,
    tokens: Object.keys(tokens ?? {}).length,
    authenticator: authenticator !== undefined,
  }
}

type Listening = NonNullable<ResolvedSyncOptions['listen']>

/** Figures of an engine. Most written keys are left out: a key may name somebody. */
export function countFacts({ state, events, sync, hub }: SyncStatistics, conflicts: ConflictQueue | undefined): JsonObject {
  const { hottestKeys: _keys, ...counts } = state
  const plain = { state: counts, events, ...(sync ? { sync } : {}), ...(hub ? { hub } : {}) }
  return {
    // Statistics are JSON but for members that are absent.
    ...(JSON.parse(JSON.stringify(plain)) as JsonObject),
    ...(conflicts ? { conflictsWaiting: conflicts.waiting.size } : {}),
  }
}

/** Where the log stands, and whether its chain and every hash hold. */
export async function chainFacts(storage: Storage): Promise<JsonObject> {
  const { documents, changes } = storage.statistics()
  const facts = { storeId: storage.storeId, epoch: storage.epoch, head: { ...storage.head() }, horizon: { ...storage.horizon() } }
  if (documents + changes > MOST_VERIFIED)
    return { ...facts, verification: `left out: more than ${MOST_VERIFIED} documents and changes; verify the store for it` }
  try {
    const { chainHead, digest, problems, ...counted } = await verified(storage)
    const found = problems.map(({ code, seq }) => ({ code, ...(seq === undefined ? {} : { seq }) }))
    return { ...facts, verification: { chainHead, digest, ...counted, problems: found } }
  } catch (error) {
    if (!(error instanceof SrvraError)) throw error
    return { ...facts, verification: `failed: ${error.code}` }
  }
}

async function verified(storage: Storage) {
  const steps = storage.verify()
  for (let count = 1; ; count++) {
    const step = steps.next()
    if (step.done) return step.value
    if (count % STEPS_IN_A_ROW === 0)
      await new Promise((resolve) => {
        setImmediate(resolve)
      })
  }
}
