import { z } from 'zod'
import type { JsonValue } from '../../core/json/index.ts'

/** Longest name, title or reason in characters. */
export const SHORT_TEXT = 500
/** Longest filter or key template. */
export const LONG_TEXT = 4096

/** Rough bounds only: the engine's own `admitKey` gives the exact answer with its reason. */
export const documentKey = z.string().min(1).max(2048)
export const keyPrefix = z.string().max(2048)
export const nothing = z.strictObject({}) satisfies z.ZodType<Record<string, never>>
export const reason = z.string().trim().min(1).max(SHORT_TEXT)
export const instant = z.number().min(0).max(8.64e15)
export const position = z.int().min(0)
/** Entries of one page. */
export const pageLimit = z.int().min(1).max(1000)
export const identifier = z.string().min(1).max(100)
export const filePath = z.string().min(1).max(4096)

/** Depth and size are checked around the schema, and the engine admits the value itself with the path at fault. */
export const absentOrJson = z.custom<JsonValue | undefined>(() => true)

/** Keys named one by one; more than that is a result set. */
const MOST_KEYS = 10_000
const MOST_SPANS = 10_000

export const byKeys = { keys: z.array(documentKey).min(1).max(MOST_KEYS) }
export const byResultSet = {
  resultSet: identifier,
  spans: z
    .array(z.tuple([position, position]).readonly())
    .max(MOST_SPANS)
    .exactOptional(),
}
