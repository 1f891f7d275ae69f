import { SrvraError } from '../core/errors.ts'
import { admitJson, canonicalText } from '../core/json/index.ts'
import type { JsonArray, JsonObject, JsonValue } from '../core/json/index.ts'
import type { DocumentMetadata } from '../core/log/change.ts'
import type { MergedField } from '../core/merge/index.ts'
import { isOpen } from './conflict-summary.ts'
import type { FieldChoice } from './conflict.ts'
import { METADATA_PATH } from './judge.ts'
import type { Judgement, Side } from './judge.ts'
import { placeValues } from './place-values.ts'
import type { Placement } from './place-values.ts'

/** What stands when choices are made; throws E_CONFLICT_UNDECIDED where one is missing, E_CHOICE where one can not be. */
export function resolveChoices(judged: Judgement, choices: readonly FieldChoice[]): Side {
  const chosen = new Map(choices.map((choice) => [choice.path, choice]))
  const fields = new Map(judged.fields.map((field) => [field.path, field]))
  const undecided = undecidedPaths(judged).filter((path) => !isDecided(path, chosen))
  if (undecided.length > 0)
    throw new SrvraError('E_CONFLICT_UNDECIDED', `Nobody has said what is to stand at ${undecided.join(', ')}.`, {
      paths: undecided.join(' '),
    })
  const placements = choices.flatMap((choice) => placementOf(choice, fields.get(choice.path)))
  const isMetadata = ({ path }: Placement): boolean => path.startsWith(METADATA_PATH)
  const ofMetadata = placements.filter(isMetadata).map(({ path, value }) => ({ path: path.slice(METADATA_PATH.length), value }))
  return {
    value: placeValues(
      judged.value,
      placements.filter((placement) => !isMetadata(placement)),
    ),
    // Metadata is plain JSON; the interface only lacks the index signature that says so.
    metadata: (placeValues(judged.metadata as JsonObject, ofMetadata) ?? {}) as DocumentMetadata,
  }
}

/** Paths that wait for a person; none where a strategy or the threshold has taken the suggestions. */
export function undecidedPaths({ reason, fields }: Judgement): readonly string[] {
  return reason === undefined ? [] : fields.filter(isOpen).map(({ path }) => path)
}

/** Whoever says what a whole is to be has said it of its parts. */
function isDecided(path: string, chosen: ReadonlyMap<string, FieldChoice>): boolean {
  if (chosen.has(path)) return true
  return [...chosen.keys()].some((whole) => path.startsWith(`${whole}/`) && !whole.startsWith(METADATA_PATH))
}

function placementOf(choice: FieldChoice, field: MergedField | undefined): readonly Placement[] {
  const { path, take } = choice
  if (take === 'edited') return [{ path, value: choice.value === undefined ? undefined : admitJson(choice.value) }]
  if (!field)
    throw new SrvraError('E_CHOICE', `Neither side changed ${path || 'the document'} any more; look at the conflict again.`, {
      path,
    })
  switch (take) {
    case 'base':
      return [{ path, value: field.base }]
    case 'local':
      return [{ path, value: field.ours }]
    case 'remote':
      return [{ path, value: field.theirs }]
    case 'both':
      return [{ path, value: bothOf(field) }]
    case 'suggestion':
      return []
  }
}

/** Lists can have what both sides have; of single values only one can stand. */
function bothOf({ path, ours, theirs }: MergedField): JsonValue {
  if (Array.isArray(ours) && Array.isArray(theirs)) {
    return joined(ours as JsonArray, theirs as JsonArray)
  }
  if (typeof ours === 'string' && typeof theirs === 'string') return admitJson(`${ours}\n${theirs}`)
  throw new SrvraError('E_CHOICE', `Both can not stand at ${path || 'the document'}: only lists and texts can be joined.`, { path })
}

function joined(ours: JsonArray, theirs: JsonArray): JsonValue {
  const mine = new Set(ours.map(canonicalText))
  return admitJson([...ours, ...theirs.filter((item) => !mine.has(canonicalText(item)))])
}
