import { z } from 'zod'
import { SrvraError } from '../../core/errors.ts'
import { SEVERITIES } from './alert-rule.ts'
import type { AlertRule } from './alert-rule.ts'

const MOST_RULES = 1000

const series = z.string().min(1).max(500)
const several = z.array(series).min(1).max(100)
/** The finest series, which rules look at, go back an hour. */
const windowMs = z.number().int().min(1000).max(3_600_000)
const compared = { windowMs, is: z.enum(['above', 'below']), limit: z.number() }

const condition = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('threshold'), series, ...compared }),
  z.strictObject({ kind: z.literal('rate'), series, ...compared }),
  z.strictObject({ kind: z.literal('ratio'), part: several, whole: several, ...compared }),
  z.strictObject({ kind: z.literal('mean'), sum: series, count: series, ...compared }),
  z
    .strictObject({
      kind: z.literal('burn-rate'),
      missed: several,
      all: several,
      target: z.number().gt(0).lt(1),
      windowMs,
      newestMs: windowMs,
      limit: z.number().min(0),
    })
    .refine((rate) => rate.newestMs <= rate.windowMs, { path: ['newestMs'], error: 'expected no more than windowMs' }),
  z.strictObject({ kind: z.literal('absence'), series, windowMs }),
])

const rule = z.strictObject({
  id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,99}$/, 'expected small letters, digits and hyphens'),
  title: z.string().min(1).max(500),
  severity: z.enum(SEVERITIES),
  enabled: z.boolean().exactOptional(),
  condition,
  forMs: z.number().int().min(0),
  labels: z.record(z.string().min(1).max(100), z.string().max(500)).exactOptional(),
})

/** A whole set of rules: each in order, and each with an id of its own. */
export const alertRuleSet = z
  .array(rule)
  .max(MOST_RULES)
  .superRefine((rules, context) => {
    const seen = new Set<string>()
    for (const [index, { id }] of rules.entries()) {
      if (seen.has(id))
        context.addIssue({ code: 'custom', path: [index, 'id'], message: `two rules have the id '${id}'; give each its own` })
      seen.add(id)
    }
  })

/** What is wrong with a rule: where it is, such as `0.condition.limit`, and why. */
export interface AlertRuleProblem {
  readonly path: string
  readonly message: string
}

/** All that is wrong with a set of rules; nothing: empty. */
export function problemsOfRules(rules: unknown): readonly AlertRuleProblem[] {
  return (alertRuleSet.safeParse(rules).error?.issues ?? []).map(({ path, message }) => ({ path: path.join('.'), message }))
}

/** Throws E_OPTION, with the path of what is wrong. */
export function admitAlertRules(rules: unknown): readonly AlertRule[] {
  const parsed = alertRuleSet.safeParse(rules)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  const path = ['rules', ...(issue?.path ?? [])].join('.')
  throw new SrvraError('E_OPTION', `Alert rules cannot be so: ${path}: ${issue?.message ?? 'not as documented'}.`, { path })
}
