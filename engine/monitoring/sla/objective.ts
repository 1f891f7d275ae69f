import { z } from 'zod'
import { SrvraError } from '../../core/errors.ts'
import { PRIORITIES } from '../../core/protocol/parse-operation.ts'
import type { Priority } from '../../core/log/change.ts'

/** What an operator promises: the share of some operations that is to be committed within a time from their writing. */
export interface ObjectiveDraft {
  /** Small letters, digits and hyphens; stays when the objective is changed. */
  readonly id: string
  /** For people. */
  readonly name?: string
  /** Pattern of the keys that it is about; all by default. */
  readonly keys?: string
  /** The lane that it is about; all where absent. */
  readonly priority?: Priority
  /** From the writing at a replica until it is durable at the hub, milliseconds. */
  readonly within: number
  /** The share of operations that must be in time, above 0 and below 1. */
  readonly target: number
  /** Whether an alert rule watches how fast its budget is used up; it does by default. */
  readonly alert?: boolean
}

/** An objective that is kept. */
export interface Objective extends ObjectiveDraft {
  readonly keys: string
  readonly alert: boolean
  /** What was seen from then on counts: it was defined, or began to be about something else. Milliseconds since 1970. */
  readonly since: number
}

const MOST_OBJECTIVES = 100
const KEY_CHARACTERS = 512
const NAME_CHARACTERS = 200
const THIRTY_DAYS = 30 * 24 * 3_600_000

const draft = z.strictObject({
  id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,79}$/, 'expected small letters, digits and hyphens, 80 at most'),
  name: z.string().min(1).max(NAME_CHARACTERS).exactOptional(),
  keys: z.string().min(1).max(KEY_CHARACTERS).exactOptional(),
  priority: z.enum(PRIORITIES).exactOptional(),
  within: z.int().min(1).max(THIRTY_DAYS),
  target: z.number().gt(0).lt(1),
  alert: z.boolean().exactOptional(),
})

/** A whole set of objectives: each in order, and each with an id of its own. */
export const objectiveSet = z
  .array(draft)
  .max(MOST_OBJECTIVES)
  .superRefine((objectives, context) => {
    const seen = new Set<string>()
    for (const [index, { id }] of objectives.entries()) {
      if (seen.has(id))
        context.addIssue({ code: 'custom', path: [index, 'id'], message: `two objectives have the id '${id}'; give each its own` })
      seen.add(id)
    }
  })

/** Throws E_OPTION, with the path of what is wrong. */
export function admitObjectives(objectives: unknown): readonly ObjectiveDraft[] {
  const parsed = objectiveSet.safeParse(objectives)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  const path = ['objectives', ...(issue?.path ?? [])].join('.')
  throw new SrvraError('E_OPTION', `Objectives cannot be so: ${path}: ${issue?.message ?? 'not as documented'}.`, { path })
}

/** An objective that goes on being about the same goes on with what was seen. */
export function keptObjective(given: ObjectiveDraft, before: Objective | undefined, now: number): Objective {
  const kept = { ...given, keys: given.keys ?? '**', alert: given.alert ?? true }
  const same =
    before !== undefined && before.keys === kept.keys && before.priority === kept.priority && before.within === kept.within
  return { ...kept, since: same ? before.since : now }
}
