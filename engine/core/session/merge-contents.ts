import { equalJson } from '../json/index.ts'
import type { JsonObject, JsonValue } from '../json/index.ts'
import type { DocumentMetadata } from '../log/change.ts'
import { merge } from '../merge/index.ts'

/** What a document holds; no value: it is not there. */
export interface Contents {
  readonly value: JsonValue | undefined
  readonly metadata: DocumentMetadata
}

/** From this confidence on a replica shows its own edits on top of the hub's news, as the hub itself will decide. */
const CLEAN = 0.8

/** Both sides' doings on a document; undefined where a person would have to say. The sides are equals. */
export function mergeContents(base: Contents, ours: Contents, theirs: Contents): Contents | undefined {
  if (sameContents(base, ours)) return theirs
  if (sameContents(base, theirs) || sameContents(ours, theirs)) return ours
  const value = merge(base.value, ours.value, theirs.value)
  if (value.confidence < CLEAN) return undefined
  const metadata = merge(asJson(base.metadata), asJson(ours.metadata), asJson(theirs.metadata))
  if (metadata.confidence < CLEAN) return undefined
  return { value: value.value, metadata: metadata.value as DocumentMetadata }
}

/** Without a value there is nothing that metadata could say something about. */
export function sameContents(left: Contents, right: Contents): boolean {
  if (left === right) return true
  if (left.value === undefined || right.value === undefined) return left.value === right.value
  return equalJson(left.value, right.value) && equalJson(asJson(left.metadata), asJson(right.metadata))
}

/** Metadata is plain JSON; the interface only lacks the index signature that says so. */
function asJson(metadata: DocumentMetadata): JsonObject {
  return metadata as JsonObject
}
