import { z } from 'zod'
import { SrvraError } from '../core/errors.ts'
import { MARK_KINDS } from '../ports/series-store.ts'
import type { Mark } from '../ports/series-store.ts'

/** What fits beside a line of a chart. */
const MARK_LENGTH = 120

const text = z
  .string()
  .trim()
  .min(1, 'expected words')
  .max(MARK_LENGTH, `expected ${MARK_LENGTH} characters at most`)
  .refine((words) => !/\p{Cc}/u.test(words), 'expected one line')

/** The words of a mark: one line. */
export const markText = text

const mark = z.strictObject({
  at: z.int().nonnegative(),
  kind: z.enum(MARK_KINDS),
  text,
  by: z.string().max(MARK_LENGTH).exactOptional(),
})

/** Throws E_OPTION, with the path of what is wrong. */
export function admitMark(given: Mark): Mark {
  const parsed = mark.safeParse(given)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  const path = issue?.path.join('.') ?? ''
  throw new SrvraError('E_OPTION', `This is no mark: ${path}: ${issue?.message ?? 'not as documented'}.`, { path })
}
