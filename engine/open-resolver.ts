import { vmTimeLimit } from './adapters/vm-time-limit.ts'
import { SrvraConflictResolver } from './conflict/srvra-conflict-resolver.ts'
import type { ResolvedSyncOptions } from './sync-options.ts'

/** A resolver as the options of an engine ask for it, on the means of Node.js. */
export function openResolver({ mergeStrategy, autoResolveThreshold, mergeRules }: ResolvedSyncOptions): SrvraConflictResolver {
  const rules = mergeRules ? { rules: mergeRules } : {}
  return new SrvraConflictResolver({ mergeStrategy, autoResolveThreshold, timeLimit: vmTimeLimit, ...rules })
}
