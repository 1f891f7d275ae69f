import type { FieldChoice, JsonValue } from '../../shared/contract.ts'
import { type Choices, mayTake } from './choices.ts'
import type { FieldRow } from './field-rows.ts'

/** What of the values at a path is remembered with a choice; longer ones are known by the document's version alone. */
const seenLength = 4096

/** Choices as they are kept: each with what was looked at when it was made. */
export interface DraftedChoices {
  readonly localVersion: number
  readonly choices: readonly { readonly choice: FieldChoice; readonly seen?: string }[]
}

/** What came of choices when the document moved. */
export interface CarriedChoices {
  readonly choices: Choices
  readonly made: number
  readonly held: number
}

/** The text that is kept for a conflict. // V-157 */
export function draftText(rows: readonly FieldRow[], choices: Choices, localVersion: number): string {
  const byPath = new Map(rows.map((row) => [row.path, row]))
  const drafted: DraftedChoices = {
    localVersion,
    choices: [...choices.values()].map((choice) => {
      const seen = seenAt(byPath.get(choice.path))
      return seen === undefined ? { choice } : { choice, seen }
    }),
  }
  return JSON.stringify(drafted)
}

/** Reads what was kept; undefined for a text that is not ours: nothing was chosen then. */
export function readDraft(text: string | undefined): DraftedChoices | undefined {
  if (text === undefined) return undefined
  try {
    const drafted = JSON.parse(text) as Partial<DraftedChoices>
    return typeof drafted.localVersion === 'number' && Array.isArray(drafted.choices) ? (drafted as DraftedChoices) : undefined
  } catch {
    return undefined
  }
}

/** The choices that hold for the document as it is now: those at paths where nothing changed. // V-158 */
export function carryChoices(drafted: DraftedChoices, rows: readonly FieldRow[], localVersion: number): CarriedChoices {
  const byPath = new Map(rows.map((row) => [row.path, row]))
  const moved = drafted.localVersion !== localVersion
  const held = drafted.choices.filter(({ choice, seen }) => {
    const row = byPath.get(choice.path)
    if (!row || !mayTake(row, choice.take)) return false
    return !moved || (seen !== undefined && seen === seenAt(row))
  })
  return {
    choices: new Map(held.map(({ choice }) => [choice.path, choice])),
    made: drafted.choices.length,
    held: held.length,
  }
}

function seenAt(row: FieldRow | undefined): string | undefined {
  if (!row) return undefined
  const { base, ours, theirs } = row.field
  const text = JSON.stringify([base, ours, theirs].map((value: JsonValue | undefined) => (value === undefined ? [] : [value])))
  return text.length > seenLength ? undefined : text
}
