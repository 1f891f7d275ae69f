import { z } from 'zod'
import { alertRuleSet } from '../../monitoring/alerts/alert-rule-schema.ts'
import { markText } from '../../monitoring/admit-mark.ts'
import { objectiveSet } from '../../monitoring/sla/objective.ts'
import { DOCUMENT_BYTES, QUESTION_BYTES, SELECTION_BYTES, type CommandRules } from '../calls/command-rule.ts'
import type { MonitoringCommands } from '../commands.ts'
import { endpoint } from './support.ts'
import { identifier, instant, nothing, pageLimit, reason, SHORT_TEXT } from './parts.ts'

/** More lines than any chart can show apart. */
const MOST_LINES = 50
const MOST_SERIES = 500
const MOST_POINTS = 2000

const series = z.string().min(1).max(SHORT_TEXT)
const line = z.discriminatedUnion('as', [
  z.strictObject({ as: z.literal('value'), series }),
  z.strictObject({ as: z.literal('greatest'), series }),
  z.strictObject({ as: z.literal('rate'), series }),
  z.strictObject({ as: z.literal('mean'), sum: series, count: series }),
])
const span = { from: instant, to: instant }
const points = z.int().min(2).max(MOST_POINTS)
const forward = ({ from, to }: { readonly from: number; readonly to: number }): boolean => from < to
const backward = { path: ['to'], error: 'expected an instant after from' }
const stretch = z.strictObject(span).refine(forward, backward)
const one = { access: 'operate', input: z.strictObject({ id: identifier }), maxBytes: QUESTION_BYTES } as const

export const monitoringRules: CommandRules<MonitoringCommands> = {
  'metrics.catalogue': { access: 'read', input: nothing, maxBytes: QUESTION_BYTES },
  'metrics.range': {
    access: 'read',
    input: z.strictObject({ ...span, lines: z.array(line).min(1).max(MOST_LINES), points }).refine(forward, backward),
    maxBytes: QUESTION_BYTES,
  },
  'metrics.mark': {
    access: 'operate',
    input: z.strictObject({ text: markText, at: instant.exactOptional() }),
    maxBytes: QUESTION_BYTES,
  },
  'metrics.marks': { access: 'read', input: stretch, maxBytes: QUESTION_BYTES },
  'metrics.latest': {
    access: 'read',
    input: z.strictObject({ series: z.array(series).max(MOST_SERIES) }),
    maxBytes: SELECTION_BYTES,
  },
  'alerts.list': { access: 'read', input: nothing, maxBytes: QUESTION_BYTES },
  'alerts.history': { access: 'read', input: z.strictObject({ limit: pageLimit }), maxBytes: QUESTION_BYTES },
  'alerts.acknowledge': {
    access: 'operate',
    input: z.strictObject({ id: identifier, note: reason.exactOptional() }),
    maxBytes: QUESTION_BYTES,
  },
  'alerts.silence': {
    access: 'operate',
    input: z.strictObject({ id: identifier, until: instant }),
    maxBytes: QUESTION_BYTES,
  },
  'alerts.unsilence': one,
  'alerts.test': one,
  'sla.objectives': { access: 'read', input: nothing, maxBytes: QUESTION_BYTES },
  'sla.save-objectives': {
    access: 'operate',
    input: z.strictObject({ objectives: objectiveSet }),
    maxBytes: DOCUMENT_BYTES,
  },
  'sla.report': { access: 'read', input: nothing, maxBytes: QUESTION_BYTES },
  'sla.attainment': {
    access: 'read',
    input: z.strictObject({ objective: identifier, ...span, points }).refine(forward, backward),
    maxBytes: QUESTION_BYTES,
  },
  'sla.breaches': {
    access: 'read',
    input: z.strictObject({ objective: identifier.exactOptional(), cursor: z.int().min(1).exactOptional(), limit: pageLimit }),
    maxBytes: QUESTION_BYTES,
  },
  'alerts.save-rules': {
    access: 'operate',
    input: z.strictObject({ rules: alertRuleSet, basedOn: alertRuleSet.exactOptional() }),
    maxBytes: DOCUMENT_BYTES,
  },
  'alerts.check-rules': { access: 'read', input: z.strictObject({ rules: z.array(z.unknown()) }), maxBytes: DOCUMENT_BYTES },
  'alerts.default-rules': { access: 'read', input: nothing, maxBytes: QUESTION_BYTES },
  'alerts.notifiers': { access: 'read', input: nothing, maxBytes: QUESTION_BYTES },
  'alerts.set-notifier': {
    access: 'operate',
    input: z.strictObject({ kind: z.enum(['webhook', 'email']), endpoint: endpoint.nullable() }),
    maxBytes: QUESTION_BYTES,
  },
  'alerts.deliveries': { access: 'read', input: nothing, maxBytes: QUESTION_BYTES },
}
