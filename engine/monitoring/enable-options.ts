import { z } from 'zod'
import { SrvraError } from '../core/errors.ts'
import { DEFAULT_ALERT_RULES, SEVERITIES } from './alerts/alert-rule.ts'
import type { AlertRule } from './alerts/alert-rule.ts'
import { METRIC_GROUPS } from './reading.ts'
import type { MetricGroup } from './reading.ts'

export interface EnableOptions {
  /** What is looked at; everything by default. */
  readonly metrics?: readonly MetricGroup[]
  /** Whether rules are watched: those of every engine, or your own. */
  readonly alerts?: boolean | { readonly rules: readonly AlertRule[] }
  /** Whether figures are kept for looking back: on disk where the store is, else in memory. Without it only the last hour is. */
  readonly dashboard?: boolean
}

export interface ResolvedEnableOptions {
  readonly metrics: readonly MetricGroup[]
  readonly rules: readonly AlertRule[]
  readonly dashboard: boolean
}

const series = z.string().min(1).max(500)
/** The finest series, which rules look at, go back an hour. */
const windowMs = z.number().int().min(1000).max(3_600_000)
const compared = { windowMs, is: z.enum(['above', 'below']), limit: z.number() }

const rule = z.strictObject({
  id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,99}$/, 'expected small letters, digits and hyphens'),
  title: z.string().min(1).max(500),
  severity: z.enum(SEVERITIES),
  condition: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('threshold'), series, ...compared }),
    z.strictObject({ kind: z.literal('rate'), series, ...compared }),
    z.strictObject({ kind: z.literal('ratio'), part: z.array(series).min(1), whole: z.array(series).min(1), ...compared }),
    z.strictObject({ kind: z.literal('absence'), series, windowMs }),
  ]),
  forMs: z.number().int().min(0),
  labels: z.record(z.string().min(1).max(100), z.string().max(500)).exactOptional(),
})

const schema = z.strictObject({
  metrics: z.array(z.enum(METRIC_GROUPS)).default([...METRIC_GROUPS]),
  alerts: z.union([z.boolean(), z.strictObject({ rules: z.array(rule).max(1000) })]).default(false),
  dashboard: z.boolean().default(false),
})

/** Throws E_OPTION, with the path of what is wrong. */
export function resolveEnableOptions(options: EnableOptions): ResolvedEnableOptions {
  const parsed = schema.safeParse(options)
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    const path = issue?.path.join('.') ?? ''
    throw new SrvraError('E_OPTION', `Monitoring cannot be enabled so: ${path}: ${issue?.message ?? 'not as documented'}.`, {
      path,
    })
  }
  const { metrics, alerts, dashboard } = parsed.data
  const rules: readonly AlertRule[] = typeof alerts === 'object' ? alerts.rules : alerts ? DEFAULT_ALERT_RULES : []
  const ids = rules.map(({ id }) => id)
  const twice = ids.find((id, index) => ids.indexOf(id) !== index)
  if (twice !== undefined)
    throw new SrvraError('E_OPTION', `Two alert rules have the id '${twice}'; give each its own.`, { path: 'alerts.rules' })
  return { metrics, rules, dashboard }
}
