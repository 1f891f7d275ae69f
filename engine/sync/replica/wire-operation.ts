import { diff, parseDelta } from '../../core/delta/index.ts'
import { contentHash, sizeBytes } from '../../core/json/index.ts'
import type { Hash } from '../../core/json/index.ts'
import type { Content, Operation } from '../../core/protocol/frames.ts'
import type { PendingOperation } from '../../core/session/key-state.ts'

/** What takes a value to itself. */
const SAME = parseDelta({})

export interface WireOperationOptions {
  readonly hash: Hash
  /** As a delta where the hub has what it starts from, or whole. */
  readonly delta: boolean
  readonly hlc: string
  /** How long it has waited, milliseconds; absent where that is not told. */
  readonly age?: number
}

/** A pending operation on the wire, and what its delta spared. */
export interface WiredOperation {
  readonly wire: Operation
  readonly saved: number
}

/** A pending operation as it travels (P-64). The document that it leads to is the same in whatever form. */
export function wireOperation(key: string, operation: PendingOperation, options: WireOperationOptions): WiredOperation {
  const { opId, kind, base, priority, batch, actor, reason, cause, value } = operation
  const { metadata } = value
  const { content, saved } = contentOf(operation, options)
  const wire = {
    opId,
    key,
    kind: kindOf(kind, value.value !== undefined),
    base,
    hlc: options.hlc,
    priority,
    ...(options.age === undefined ? {} : { age: options.age }),
    ...(batch === undefined ? {} : { batch }),
    ...(actor === undefined ? {} : { actor }),
    ...(reason === undefined ? {} : { reason }),
    ...(cause === undefined ? {} : { cause }),
    ...content,
    ...(Object.keys(metadata).length === 0 ? {} : { metadata }),
    ...(operation.direct ? {} : { seen: seenOf(operation) }),
    ...(operation.restored ? { restored: { was: 'pending' as const } } : {}),
  }
  return { wire, saved }
}

/** P-64: what an edit of his own that was not answered yet had made of it counts once, and not again with this one. */
function seenOf({ over, value }: PendingOperation): NonNullable<Operation['seen']> {
  const metadata = Object.keys(over.metadata).length === 0 ? {} : { metadata: over.metadata }
  if (over.value === undefined) return metadata
  if (value.value === undefined) return { value: over.value, ...metadata }
  // Nothing between the two values: they differ in what stands beside them.
  const delta = diff(value.value, over.value) ?? SAME
  return sizeBytes(delta) < sizeBytes(over.value) ? { delta, ...metadata } : { value: over.value, ...metadata }
}

/** What several writes, or a rebase, came to may be another kind of thing than the last of them was. */
function kindOf(kind: PendingOperation['kind'], lives: boolean): Operation['kind'] {
  if (lives) return kind === 'delete' || kind === 'merge' ? 'set' : kind
  return kind === 'rollback' || kind === 'import' || kind === 'restore' ? kind : 'delete'
}

/** P-76: a delta that is not smaller than the value is not worth it. */
function contentOf(
  { over, value, direct }: PendingOperation,
  options: WireOperationOptions,
): { readonly content: Content; readonly saved: number } {
  if (value.value === undefined) return { content: {}, saved: 0 }
  const hash = contentHash(value.value, options.hash)
  const delta = options.delta && direct && over.value !== undefined ? diff(over.value, value.value) : undefined
  const saved = delta === undefined ? 0 : sizeBytes(value.value) - sizeBytes(delta)
  return delta !== undefined && saved > 0
    ? { content: { delta, hash }, saved }
    : { content: { value: value.value, hash }, saved: 0 }
}
