import { SrvraError } from '../core/errors.ts'
import { admitJson, equalJson } from '../core/json/index.ts'
import type { JsonLimits, JsonValue } from '../core/json/index.ts'
import type { ChangeKind, DocumentMetadata } from '../core/log/change.ts'
import type { Before } from './committed-update.ts'
import { assertHiddenKept, permittedOperation } from './permitted-draft.ts'
import { EMPTY_METADATA, equalMetadata, patchMetadata } from './metadata.ts'
import type { Schemas } from './schemas.ts'
import type { BatchOperation, MetadataOperation, RollbackOperation, SetOperation, WriteOptions } from './write-options.ts'

/** What drafting needs to know besides the operation. */
export interface DraftContext {
  readonly limits: JsonLimits
  readonly schemas: Schemas
  /** What a key was at a version; throws E_COMPACTED when that is no longer known. */
  readonly readVersion: (key: string, version: number) => Before | undefined
}

/** A change that an operation asks for, before it has a place in the log. */
export interface Draft {
  readonly key: string
  readonly before: Before
  readonly value: JsonValue | undefined
  readonly metadata: DocumentMetadata
  readonly version: number
  readonly kind: ChangeKind
  readonly cause: string | undefined
}

/** Checks an operation and works out what it leads to; undefined when it would change nothing (S-3). Writes nothing. */
export function draftChange(
  asked: BatchOperation,
  before: Before,
  { kind, policy }: Pick<WriteOptions, 'kind' | 'policy'>,
  context: DraftContext,
): Draft | undefined {
  const operation = policy ? permittedOperation(asked, before, policy, context.limits) : asked
  checkBaseVersion(operation.key, operation.baseVersion, before)
  const draft = draftOf(operation, before, kind, context)
  if (policy) assertHiddenKept(draft, before, policy)
  // S-7: versions have no gaps but where an import or restore carries a greater number.
  if (draft.version <= before.version + 1 && sameState(before, draft)) return undefined
  if (draft.value !== undefined && draft.value !== before.value) context.schemas.check(draft.key, draft.value)
  return draft
}

/** S-5: a guarded write holds only on top of the version that its author saw. Throws E_VERSION_CONFLICT. */
function checkBaseVersion(key: string, expected: number | undefined, before: Before): void {
  if (expected === undefined || expected === before.version) return
  const message = `'${key}' is at version ${before.version}, not ${expected}: read it again and repeat the change on top of what is there.`
  throw new SrvraError('E_VERSION_CONFLICT', message, { key, expected, current: before.version })
}

function draftOf(operation: BatchOperation, before: Before, kind: WriteOptions['kind'], context: DraftContext): Draft {
  if ('value' in operation) return draftSet(operation, before, kind ?? 'set', context)
  if ('delete' in operation && operation.delete)
    return { ...nextOf(operation.key, before), value: undefined, kind: kind === 'import' || kind === 'restore' ? kind : 'delete' }
  if ('rollbackTo' in operation) return draftRollback(operation, before, context)
  if ('metadata' in operation) return draftMetadata(operation, before, kind ?? 'set')
  throw new SrvraError(
    'E_OPERATION',
    'An operation of a batch has a key and one of value, delete: true, metadata or rollbackTo.',
    {},
  )
}

function draftSet(operation: SetOperation, before: Before, kind: ChangeKind, context: DraftContext): Draft {
  // S-1: what the write leaves as it is, is shared with the version before.
  const value = admitJson(operation.value, context.limits, before.value)
  if (operation.version !== undefined && kind !== 'import' && kind !== 'restore') {
    throw new SrvraError('E_OPERATION', 'Only an import or a restore carries version numbers; leave `version` out.', {
      key: operation.key,
    })
  }
  // S-4: a key that comes back after a deletion does not inherit what the deleted document bore.
  const inherited = before.value === undefined ? EMPTY_METADATA : before.metadata
  const version = Math.max(before.version + 1, operation.version ?? 0)
  return {
    key: operation.key,
    before,
    value,
    metadata: patchMetadata(inherited, operation.metadata),
    version,
    kind,
    cause: undefined,
  }
}

function draftMetadata(operation: MetadataOperation, before: Before, kind: ChangeKind): Draft {
  if (before.value === undefined) {
    throw new SrvraError(
      'E_NOT_FOUND',
      `There is no document '${operation.key}' whose metadata could change: set its value first.`,
      { key: operation.key },
    )
  }
  return { ...nextOf(operation.key, before), metadata: patchMetadata(before.metadata, operation.metadata), kind }
}

function draftRollback(operation: RollbackOperation, before: Before, context: DraftContext): Draft {
  const { key, rollbackTo } = operation
  const cause = operation.cause ?? `rollback:${rollbackTo}`
  if (rollbackTo === 0) return { ...nextOf(key, before), value: undefined, kind: 'rollback', cause }
  const target = context.readVersion(key, rollbackTo)
  if (!target) {
    throw new SrvraError('E_VERSION_UNKNOWN', `'${key}' has no version ${rollbackTo}; its versions are listed by getHistory.`, {
      key,
      version: rollbackTo,
      current: before.version,
    })
  }
  return { ...nextOf(key, before), value: target.value, metadata: target.metadata, kind: 'rollback', cause }
}

function nextOf(key: string, before: Before): Omit<Draft, 'kind'> {
  return { key, before, value: before.value, metadata: before.metadata, version: before.version + 1, cause: undefined }
}

function sameState(before: Before, draft: Draft): boolean {
  if (before.value === undefined || draft.value === undefined) return before.value === draft.value
  return equalJson(before.value, draft.value) && equalMetadata(before.metadata, draft.metadata)
}
