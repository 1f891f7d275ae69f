import type { DocumentMetadata } from '../log/change.ts'
import type { JsonValue } from '../json/json-value.ts'

/** What a field is compared with. */
export type FilterOperand = string | number | boolean | null

/** How a field is compared. `~` is 'contains' for text; `exists` asks whether the field is present at all. */
export type Comparison = '=' | '!=' | '<' | '<=' | '>' | '>=' | '~' | 'exists'

/** One condition of a filter. All conditions of a filter must hold; `not` turns one around. */
export type FilterTerm =
  /** The key matches a pattern: `*` within a segment, `**` across segments, `\` before a wildcard meant literally. */
  | { readonly type: 'key'; readonly pattern: string; readonly not: boolean }
  /** The key or a text field at the top of the document contains the text, without regard to case. */
  | { readonly type: 'text'; readonly text: string; readonly not: boolean }
  /** A field, by its path of member names and array indexes, compares so with a scalar (null beside `exists`). */
  | {
      readonly type: 'field'
      readonly path: readonly string[]
      readonly comparison: Comparison
      readonly operand: FilterOperand
      readonly not: boolean
    }
  | { readonly type: 'tag'; readonly tag: string; readonly not: boolean }
  /** Changed at or after an instant, milliseconds since 1970. */
  | { readonly type: 'changed-since'; readonly at: number; readonly not: boolean }
  | { readonly type: 'actor'; readonly actor: string; readonly not: boolean }
  | { readonly type: 'deleted'; readonly not: boolean }

/** A parsed filter: every term holds. The empty filter matches every live document. */
export interface DocumentFilter {
  readonly terms: readonly FilterTerm[]
}

/** What a filter looks at; a stored document is one. The value is undefined when the key was deleted. */
export interface FilterableDocument {
  readonly key: string
  readonly value: JsonValue | undefined
  readonly metadata: DocumentMetadata
  readonly updatedAt: number
  readonly actor: string
}
