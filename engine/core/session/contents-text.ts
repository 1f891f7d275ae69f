import { diff, parseDelta, patch } from '../delta/index.ts'
import type { JsonObject, JsonValue } from '../json/index.ts'
import type { DocumentMetadata } from '../log/change.ts'
import { ABSENT } from './key-state.ts'
import type { KeyState, PendingOperation } from './key-state.ts'
import { sameContents } from './merge-contents.ts'
import type { Contents } from './merge-contents.ts'

/** Contents as JSON, told by how they differ from others that are at hand. */
function encodeContents(contents: Contents, from: Contents): JsonObject {
  if (contents === from || sameContents(contents, from)) return {}
  const { value, metadata } = contents
  if (value === undefined) return { gone: true }
  const changed: Record<string, JsonValue> = { metadata: metadata as JsonObject }
  if (from.value === undefined) changed['value'] = value
  else changed['delta'] = diff(from.value, value) ?? {}
  return changed
}

/** Reads what `encodeContents` wrote. */
function decodeContents(text: JsonObject, from: Contents): Contents {
  if (text['gone'] === true) return ABSENT
  const metadata = text['metadata'] as DocumentMetadata | undefined
  if (metadata === undefined) return from
  if (text['value'] !== undefined) return { value: text['value'], metadata }
  return { value: patch(from.value as JsonValue, parseDelta(text['delta'])), metadata }
}

/** A key's state as JSON: each part as its difference from the one before, so that an edit of a large document is small. */
export function encodeKeyState({ confirmed, operations }: KeyState): JsonObject {
  let from = confirmed.contents
  const texts = operations.map((operation) => {
    const { over, value, sealed: _sealed, ...rest } = operation
    const text = { ...rest, over: encodeContents(over, from), value: encodeContents(value, over) }
    from = value
    return text
  })
  const { version, contents, ...standing } = confirmed
  return { ...standing, version, contents: encodeContents(contents, ABSENT), operations: texts }
}

/**
 * Reads what `encodeKeyState` wrote. The first operation may have left before a restart; those behind it wait for its
 * answer, so they can not have.
 */
export function decodeKeyState(text: JsonObject): KeyState {
  const confirmed = {
    version: text['version'] as number,
    contents: decodeContents(text['contents'] as JsonObject, ABSENT),
    ...(text['seq'] === undefined ? {} : { seq: text['seq'] as number }),
    ...(text['rewound'] === true ? { rewound: true as const } : {}),
  }
  let from = confirmed.contents
  const operations = (text['operations'] as readonly JsonObject[]).map((operation, index) => {
    const over = decodeContents(operation['over'] as JsonObject, from)
    const value = decodeContents(operation['value'] as JsonObject, over)
    from = value
    return { ...operation, over, value, sealed: index === 0 } as unknown as PendingOperation
  })
  return { confirmed, operations }
}
