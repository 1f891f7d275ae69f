import { diff } from '../../core/delta/index.ts'
import { contentHash } from '../../core/json/index.ts'
import type { Hash } from '../../core/json/index.ts'
import type { Content, Operation } from '../../core/protocol/frames.ts'
import type { PendingOperation } from '../../core/session/key-state.ts'

export interface WireOperationOptions {
  readonly hash: Hash
  /** As a delta where the hub has what it starts from, or whole. */
  readonly delta: boolean
  readonly hlc: string
}

/** A pending operation as it travels (P-64). The document that it leads to is the same in whatever form. */
export function wireOperation(key: string, operation: PendingOperation, options: WireOperationOptions): Operation {
  const { opId, kind, base, priority, batch, actor, reason, cause, value } = operation
  const { metadata } = value
  return {
    opId,
    key,
    kind: kindOf(kind, value.value !== undefined),
    base,
    hlc: options.hlc,
    priority,
    ...(batch === undefined ? {} : { batch }),
    ...(actor === undefined ? {} : { actor }),
    ...(reason === undefined ? {} : { reason }),
    ...(cause === undefined ? {} : { cause }),
    ...contentOf(operation, options),
    ...(Object.keys(metadata).length === 0 ? {} : { metadata }),
  }
}

/** What several writes, or a rebase, came to may be another kind of thing than the last of them was. */
function kindOf(kind: PendingOperation['kind'], lives: boolean): Operation['kind'] {
  if (lives) return kind === 'delete' || kind === 'merge' ? 'set' : kind
  return kind === 'rollback' || kind === 'import' || kind === 'restore' ? kind : 'delete'
}

function contentOf({ over, value, direct }: PendingOperation, { hash, delta }: WireOperationOptions): Content {
  if (value.value === undefined) return {}
  const digest = contentHash(value.value, hash)
  const change = delta && direct && over.value !== undefined ? diff(over.value, value.value) : undefined
  return change === undefined ? { value: value.value, hash: digest } : { delta: change, hash: digest }
}
