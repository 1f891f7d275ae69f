import { SrvraError } from '../core/errors.ts'
import { admitJson, DEFAULT_JSON_LIMITS, equalJson } from '../core/json/index.ts'
import type { JsonObject } from '../core/json/index.ts'
import type { DocumentMetadata } from '../core/log/change.ts'
import { compareCodePoints } from '../core/query/index.ts'
import type { MetadataPatch } from './write-options.ts'

/** Metadata rides on every change of its document, so it has narrower limits than a value. */
const CUSTOM_LIMITS = { ...DEFAULT_JSON_LIMITS, maxBytes: 65_536, maxFields: 1000 }
const MAX_TAGS = 64
const MAX_TAG_LENGTH = 128
const MEDIA_TYPE = /^[\w!#$&^.+-]{1,127}\/[\w!#$&^.+-]{1,127}(?:; ?[\w-]+=[\w"!#$&^.+-]+)*$/
const CLASS_NAME = /^[\w.-]{1,64}$/
// oxlint-disable-next-line no-control-regex -- refusing control characters is the point.
const UNFIT = /[\u0000-\u001f\u007f-\u009f]|\p{Surrogate}/u

export const EMPTY_METADATA: DocumentMetadata = Object.freeze({})

/** S-9: the metadata after a change of some members. Throws E_METADATA with the `member` at fault. */
export function patchMetadata(base: DocumentMetadata, patch: MetadataPatch | undefined): DocumentMetadata {
  if (patch === undefined) return base
  if (typeof patch !== 'object' || patch === null) throw refuse('metadata', 'must be an object')
  const next: Record<string, unknown> = { ...base }
  for (const [member, value] of Object.entries(patch)) {
    const admit = MEMBERS[member as keyof MetadataPatch]
    if (!Object.hasOwn(MEMBERS, member))
      throw refuse(member, `is not metadata; the members are ${Object.keys(MEMBERS).join(', ')} (yours go under custom)`)
    if (value === null) delete next[member]
    else if (value !== undefined) next[member] = admit(value)
  }
  const changed = next as DocumentMetadata
  return equalMetadata(base, changed) ? base : Object.freeze(changed)
}

export function equalMetadata(left: DocumentMetadata, right: DocumentMetadata): boolean {
  // Metadata is plain JSON; the interface only lacks the index signature that says so.
  return left === right || equalJson(left as JsonObject, right as JsonObject)
}

const MEMBERS: Readonly<Record<keyof MetadataPatch, (value: unknown) => unknown>> = {
  tags: admitTags,
  contentType: (value) => admitText('contentType', value, MEDIA_TYPE, 'must be a media type such as application/json'),
  retentionClass: (value) =>
    admitText('retentionClass', value, CLASS_NAME, 'must be 1 to 64 letters, digits, dots, dashes or underscores'),
  custom: admitCustom,
}

function admitTags(value: unknown): readonly string[] {
  if (!Array.isArray(value)) throw refuse('tags', 'must be a list of texts')
  for (const tag of value as readonly unknown[]) {
    if (typeof tag !== 'string' || tag === '' || tag.length > MAX_TAG_LENGTH || UNFIT.test(tag)) {
      throw refuse('tags', `may hold only texts of 1 to ${MAX_TAG_LENGTH} characters without control characters`)
    }
  }
  const tags = [...new Set(value as readonly string[])].toSorted(compareCodePoints)
  if (tags.length > MAX_TAGS)
    throw new SrvraError('E_METADATA', `A document bears at most ${MAX_TAGS} tags.`, {
      member: 'tags',
      limit: MAX_TAGS,
      actual: tags.length,
    })
  return Object.freeze(tags)
}

function admitText(member: string, value: unknown, form: RegExp, rule: string): string {
  if (typeof value !== 'string' || !form.test(value)) throw refuse(member, rule)
  return value
}

function admitCustom(value: unknown): JsonObject {
  const custom = admitJson(value, CUSTOM_LIMITS)
  if (typeof custom !== 'object' || custom === null || Array.isArray(custom)) throw refuse('custom', 'must be an object')
  return custom as JsonObject
}

function refuse(member: string, rule: string): SrvraError {
  return new SrvraError('E_METADATA', `The metadata's '${member}' ${rule}.`, { member })
}
