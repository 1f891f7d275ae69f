import type { ConflictView, FieldChoice, JsonArray, JsonValue } from '../../shared/contract.ts'
import { type Side, sideOf, speakSide } from '../comparison/diff-rows.ts'
import { equalJson } from '../editing/equal-json.ts'
import { formatCount } from '../format/number.ts'
import type { FieldRow } from './field-rows.ts'
import { valueAt } from './pointer-text.ts'

export type Take = FieldChoice['take']

/** What somebody has chosen so far, by path. */
export type Choices = ReadonlyMap<string, FieldChoice>

export const noChoices: Choices = new Map()

const origins: Readonly<Record<Take, string>> = {
  base: 'Base',
  local: 'Local',
  remote: 'Remote',
  both: 'Both',
  suggestion: 'Suggestion',
  edited: 'Edited',
}

/** Whether a side can stand at a path at all. // V-154 */
export function mayTake(row: FieldRow, take: Take): boolean {
  if (take === 'both') return row.joinable
  if (take === 'base') return !row.noBase
  return take !== 'suggestion' || suggests(row)
}

/** Something is suggested where the merge has an opinion: without a common ancestor it has none. */
export function suggests({ open, noBase, field, deleted }: FieldRow): boolean {
  return open && !noBase && deleted === undefined && field.confidence > 0
}

/** Which source a suggestion comes from, for the cell that it is marked in; undefined for one of its own. */
export function suggestedSource(row: FieldRow): 'local' | 'remote' | undefined {
  if (!suggests(row)) return undefined
  const { ours, theirs, result } = row.field
  if (equalJson(result, theirs)) return 'remote'
  return equalJson(result, ours) ? 'local' : undefined
}

/** What would stand at a path; undefined: nothing. */
export function chosenValue({ field }: FieldRow, choice: FieldChoice): JsonValue | undefined {
  switch (choice.take) {
    case 'base':
      return field.base
    case 'local':
      return field.ours
    case 'remote':
      return field.theirs
    case 'suggestion':
      return field.result
    case 'both':
      return joined(field.ours, field.theirs)
    case 'edited':
      return choice.value
  }
}

function joined(ours: JsonValue | undefined, theirs: JsonValue | undefined): JsonValue | undefined {
  if (typeof ours === 'string' && typeof theirs === 'string') return `${ours}\n${theirs}`
  const mine = (ours ?? []) as JsonArray
  return [...mine, ...((theirs ?? []) as JsonArray).filter((item) => !mine.some((other) => equalJson(other, item)))]
}

export interface ResultCell {
  readonly side: Side
  /** Where it comes from: `Local`, `Edited`, `merged`; 'undecided' while nobody chose. */
  readonly origin: string
  readonly decided: boolean
}

/** The result of a path: the base, undecided, until somebody chooses; what merged by itself stands as it is. // V-153 */
export function resultCell(row: FieldRow, choice: FieldChoice | undefined): ResultCell {
  if (choice) return { side: sideOf(chosenValue(row, choice)), origin: originOf(row, choice), decided: true }
  if (row.open) return { side: sideOf(row.field.base), origin: 'undecided', decided: false }
  return { side: sideOf(row.field.result), origin: mergedOrigin(row), decided: true }
}

/** What stood in the end at each path of a settled conflict that waited for a decision. // V-165 */
export function settledChoices(
  rows: readonly FieldRow[],
  { state, resolution }: Pick<ConflictView, 'state' | 'resolution'>,
): Choices {
  if (!resolution) return noChoices
  const chosen = new Map(resolution.choices.map((choice) => [choice.path, choice]))
  for (const { path, open } of rows) {
    if (!open || chosen.has(path)) continue
    const value = valueAt(resolution.value, path)
    if (state === 'dismissed') chosen.set(path, { path, take: 'local' })
    else chosen.set(path, value === undefined ? { path, take: 'edited' } : { path, take: 'edited', value })
  }
  return chosen
}

function originOf({ deleted }: FieldRow, { take }: FieldChoice): string {
  if (deleted === undefined || (take !== 'local' && take !== 'remote')) return origins[take]
  return take === deleted ? 'Keep deleted' : 'Keep edited'
}

function mergedOrigin({ field }: FieldRow): string {
  switch (field.outcome) {
    case 'ours':
      return 'only Local'
    case 'theirs':
      return 'only Remote'
    case 'same':
      return 'both alike'
    case 'rule':
      return `rule ${field.rule ?? ''}`.trim()
    case 'text':
    case 'list':
    case 'proposal':
      return 'merged'
  }
}

export function undecided(rows: readonly FieldRow[], choices: Choices): readonly FieldRow[] {
  return rows.filter(({ open, path }) => open && !choices.has(path))
}

export function choose(choices: Choices, choice: FieldChoice): Choices {
  return new Map(choices).set(choice.path, choice)
}

/** Gives all that is undecided to one side; a path where that side cannot stand stays undecided. // V-156 */
export function chooseForAll(rows: readonly FieldRow[], choices: Choices, take: Exclude<Take, 'edited'>): Choices {
  const added = undecided(rows, choices).filter((row) => mayTake(row, take))
  return new Map([...choices, ...added.map(({ path }) => [path, { path, take }] as const)])
}

/** The row after this one that is undecided, around the end; the row itself when none is left. // V-155 */
export function nextUndecided(rows: readonly FieldRow[], choices: Choices, from: number): number {
  for (let step = 1; step <= rows.length; step++) {
    const index = (from + step) % rows.length
    const row = rows[index]
    if (row?.open && !choices.has(row.path)) return index
  }
  return from
}

/** `price, Remote 13 chosen, 1 of 3 left`: what a screen reader hears of a choice. // V-155 */
export function speakChoice(rows: readonly FieldRow[], choices: Choices, row: FieldRow, choice: FieldChoice): string {
  const left = undecided(rows, choices).length
  const open = rows.filter((other) => other.open).length
  const value = choice.take === 'edited' ? choice.value : chosenValue(row, choice)
  const rest = left === 0 ? 'all decided' : `${formatCount(left)} of ${formatCount(open)} left`
  return `${row.label}, ${originOf(row, choice)} ${speakSide(sideOf(value))} chosen, ${rest}`
}
