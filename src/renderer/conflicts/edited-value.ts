import type { JsonValue } from '../../shared/contract.ts'

export interface EditedValue {
  readonly value?: JsonValue
  /** A sentence when the text is no value. */
  readonly problem?: string
}

/** A value as somebody writes it: texts plainly where only texts stand, all else as JSON. */
export function editedText(value: JsonValue | undefined, plain: boolean): string {
  if (value === undefined) return plain ? '' : 'null'
  return plain && typeof value === 'string' ? value : JSON.stringify(value, null, 2)
}

export function parseEdited(text: string, plain: boolean): EditedValue {
  if (plain) return { value: text }
  try {
    return { value: JSON.parse(text) as JsonValue }
  } catch (error) {
    return { problem: `This is no JSON yet: ${error instanceof Error ? error.message : String(error)}` }
  }
}
