/** What a document may measure. `maxDepth` counts nested containers (`[]` is 1) and must not exceed 1,000. */
export interface JsonLimits {
  /** UTF-8 bytes of the canonical text; for text from outside also of the text itself. */
  readonly maxBytes: number
  readonly maxDepth: number
  /** Object members in the whole document. */
  readonly maxFields: number
  /** UTF-8 bytes of one member name. */
  readonly maxKeyBytes: number
}

export const DEFAULT_JSON_LIMITS: JsonLimits = Object.freeze({
  maxBytes: 1_048_576,
  maxDepth: 64,
  maxFields: 10_000,
  maxKeyBytes: 512,
})

/** For values that were admitted before, or that only a caller in the same process can make. */
export const NO_JSON_LIMITS: JsonLimits = Object.freeze({
  maxBytes: Number.MAX_SAFE_INTEGER,
  maxDepth: 1_000,
  maxFields: Number.MAX_SAFE_INTEGER,
  maxKeyBytes: Number.MAX_SAFE_INTEGER,
})
