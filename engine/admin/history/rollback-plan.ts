import { SrvraError } from '../../core/errors.ts'
import type { DocumentPolicy } from '../../core/policy/index.ts'
import { equalJson } from '../../core/json/index.ts'
import type { Progress, StoredDocument } from '../../ports/storage.ts'
import { equalMetadata } from '../../state/metadata.ts'
import type { RollbackStep } from '../../state/rollback.ts'
import type { SrvraStateManager } from '../../state/srvra-state-manager.ts'
import type { RollbackTarget } from '../commands.ts'
import { seqAtInstant } from '../seq-at-instant.ts'
import { runInSlices, type SlicedRun } from '../slices.ts'
import type { DocumentReads } from '../permitted/document-reads.ts'

/** Works out, in slices, what a rollback would do to which keys, of those that may be read. Throws E_COMPACTED, E_VERSION_UNKNOWN. */
export async function planRollback(
  storage: DocumentReads,
  state: SrvraStateManager,
  target: RollbackTarget,
  run: SlicedRun<Progress> & { readonly policy?: DocumentPolicy },
): Promise<readonly RollbackStep[]> {
  if ('key' in target) return stepOf(storage, target.key, target.version)
  const seq = seqAtInstant(storage, target.at)
  const steps = await runInSlices(state.planRollback(target.pattern, { seq }), run)
  const { policy } = run
  return policy === undefined ? steps : steps.filter(({ key }) => policy.mayRead(key))
}

function stepOf(storage: DocumentReads, key: string, version: number): readonly RollbackStep[] {
  const now = storage.read(key)
  const then = storage.readVersion(key, version)
  if (now === undefined || then === undefined) {
    throw new SrvraError('E_VERSION_UNKNOWN', `'${key}' has no version ${version}.`, { key, version })
  }
  const effect = effectOf(now, then)
  return effect === undefined ? [] : [{ key, fromVersion: now.version, toVersion: version, effect }]
}

function effectOf(now: StoredDocument, then: StoredDocument): RollbackStep['effect'] | undefined {
  if (now.value === undefined) return then.value === undefined ? undefined : 'recreate'
  if (then.value === undefined) return 'delete'
  return equalJson(now.value, then.value) && equalMetadata(now.metadata, then.metadata) ? undefined : 'change'
}
