import { admitJson, DEFAULT_JSON_LIMITS, ensureAdmitted, NO_JSON_LIMITS, type JsonLimits, type JsonValue } from '../json/index.ts'
import type { Delta } from './delta.ts'
import { diff } from './diff.ts'
import { parseOperations } from './json-patch-operation.ts'
import { PatchDraft } from './patch-draft.ts'

/**
 * Carries out a JSON patch (RFC 6902), all of it or nothing. Throws E_PATCH when it is malformed, E_PATCH_PATH when a place
 * is not there, E_PATCH_TEST when a test fails (details: `index` of the operation, `pointer`), and what admitJson throws.
 */
export function fromJsonPatch(
  base: JsonValue,
  operations: unknown,
  limits: JsonLimits = DEFAULT_JSON_LIMITS,
): { readonly next: JsonValue; readonly delta: Delta | undefined } {
  // Values lie two levels below the list of operations; their size counts when they are in the document.
  const admitted = admitJson(operations, { ...NO_JSON_LIMITS, maxDepth: limits.maxDepth + 2, maxKeyBytes: limits.maxKeyBytes })
  const before = ensureAdmitted(base)
  const draft = new PatchDraft(before, limits)
  for (const [index, operation] of parseOperations(admitted).entries()) draft.apply(operation, index)
  const next = draft.finish()
  return { next, delta: diff(before, next) }
}
