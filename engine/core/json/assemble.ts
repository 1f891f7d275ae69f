import { SrvraError } from '../errors.ts'
import { Admission, admissionOf, markAdmitted } from './admission.ts'
import type { JsonArray, JsonObject, JsonValue } from './json-value.ts'
import { boundOfName, shapeOf, type Shape } from './member-names.ts'
import { sizeBound } from './size-bytes.ts'

/** Makes an admitted array of admitted items. Takes over the array that is passed in. */
export function assembleArray(items: JsonValue[]): JsonArray {
  const admission = new Admission()
  admission.bound += items.length
  for (const item of items) include(admission, item)
  return markAdmitted(items, admission)
}

/** Makes an admitted object of admitted members. Takes over the object that is passed in. Throws E_KEY and the like for names. */
export function assembleObject(members: Record<string, JsonValue>): JsonObject {
  const shape = shapeOf(Object.keys(members))
  if (shape.defect !== undefined) {
    const { code, name, reason } = shape.defect
    throw new SrvraError(code, `A member of an object ${reason}; choose another.`, { name: JSON.stringify(name) })
  }
  if (shape.inOrder) return assembleShaped(members, shape)
  const ordered: Record<string, JsonValue> = {}
  for (const name of shape.sorted) ordered[name] = members[name] as JsonValue
  return assembleShaped(ordered, shape)
}

/** The same for members that are in canonical order already, with their shape. */
export function assembleShaped(members: Record<string, JsonValue>, shape: Shape): JsonObject {
  const admission = new Admission()
  admission.bound += shape.bound
  admission.fields = shape.names.length
  admission.plain = shape.plain
  for (const name of shape.sorted) include(admission, members[name] as JsonValue)
  return markAdmitted(members, admission)
}

/** The same for members whose names are some of an admitted object's, in its order: they need no checking and no sorting. */
export function assembleSelection(members: Record<string, JsonValue>, model: JsonObject): JsonObject {
  const admission = new Admission()
  admission.plain = admissionOf(model)?.plain ?? false
  for (const name of Object.keys(members)) {
    admission.bound += boundOfName(name)
    admission.fields++
    include(admission, members[name] as JsonValue)
  }
  return markAdmitted(members, admission)
}

/** Adds what an admitted child brings to the admission of its container. */
function include(admission: Admission, item: JsonValue): void {
  const inner = item === null || typeof item !== 'object' ? undefined : admissionOf(item)
  if (inner === undefined) {
    admission.bound += sizeBound(item)
    return
  }
  admission.bound += inner.bound
  admission.fields += inner.fields
  if (inner.depth >= admission.depth) admission.depth = inner.depth + 1
  if (!inner.plain) admission.plain = false
}
