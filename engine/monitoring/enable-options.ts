import { z } from 'zod'
import { SrvraError } from '../core/errors.ts'
import { admitAlertRules } from './alerts/alert-rule-schema.ts'
import type { AlertRule } from './alerts/alert-rule.ts'
import { METRIC_GROUPS } from './reading.ts'
import type { MetricGroup } from './reading.ts'
import { DEFAULT_LEVELS } from './series/roll-up.ts'
import type { SeriesLevel } from './series/roll-up.ts'

export interface EnableOptions {
  /** What is looked at; everything by default. */
  readonly metrics?: readonly MetricGroup[]
  /** Whether rules are watched: those that were saved last or else those of every engine, or your own. */
  readonly alerts?: boolean | { readonly rules: readonly AlertRule[] }
  /** Whether figures are kept for looking back: on disk where the store is, else in memory. Without it only the last hour is. */
  readonly dashboard?: boolean
  /** How finely a dashboard's figures are kept and for how long, from the finest level on. */
  readonly levels?: readonly SeriesLevel[]
}

export interface ResolvedEnableOptions {
  readonly metrics: readonly MetricGroup[]
  /** Undefined: those that are kept, or else those of every engine. */
  readonly rules: readonly AlertRule[] | undefined
  readonly levels: readonly SeriesLevel[]
  readonly dashboard: boolean
}

const YEAR = 366 * 24 * 3_600_000
/** Rules look back an hour at the most, always in the finest level. */
const FINEST_KEEPS = 3_600_000
const MOST_LEVELS = 6

const level = z.strictObject({ stepMs: z.int().min(1000).max(YEAR), keepMs: z.int().max(YEAR) })

const levels = z
  .array(level)
  .min(1)
  .max(MOST_LEVELS)
  .superRefine((given, context) => {
    const wrong = (path: (string | number)[], message: string): void => context.addIssue({ code: 'custom', path, message })
    if ((given[0]?.keepMs ?? 0) < FINEST_KEEPS) wrong([0, 'keepMs'], 'expected an hour at least, as far as alert rules look back')
    for (const [index, { stepMs, keepMs }] of given.entries()) {
      const finer = given[index - 1]
      if (finer === undefined) continue
      if (stepMs <= finer.stepMs || stepMs % finer.stepMs !== 0)
        wrong([index, 'stepMs'], 'expected a multiple of the step of the level before')
      if (keepMs < finer.keepMs) wrong([index, 'keepMs'], 'expected no less than the level before keeps')
    }
  })

const schema = z.strictObject({
  metrics: z.array(z.enum(METRIC_GROUPS)).default([...METRIC_GROUPS]),
  alerts: z.union([z.boolean(), z.strictObject({ rules: z.unknown() })]).default(false),
  dashboard: z.boolean().default(false),
  levels: levels.exactOptional(),
})

/** Throws E_OPTION, with the path of what is wrong. */
export function resolveEnableOptions(options: EnableOptions): ResolvedEnableOptions {
  const parsed = schema.safeParse(options)
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    throw refused(issue?.path.join('.') ?? '', issue?.message ?? 'not as documented')
  }
  const { metrics, alerts, dashboard } = parsed.data
  // Without a dashboard nobody looks back further than rules do.
  if (parsed.data.levels !== undefined && !dashboard) throw refused('levels', 'levels are those of a dashboard; enable it, too')
  const kept = parsed.data.levels ?? DEFAULT_LEVELS
  return { metrics, dashboard, rules: rulesOf(alerts), levels: dashboard ? kept : kept.slice(0, 1) }
}

function rulesOf(alerts: boolean | { readonly rules: unknown }): readonly AlertRule[] | undefined {
  if (typeof alerts === 'object') return admitAlertRules(alerts.rules)
  return alerts ? undefined : []
}

function refused(path: string, message: string): SrvraError {
  return new SrvraError('E_OPTION', `Monitoring cannot be enabled so: ${path}: ${message}.`, { path })
}
