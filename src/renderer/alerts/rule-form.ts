import type { AlertCondition, AlertRule, AlertRuleProblem, Severity } from '../../shared/contract.ts'

export type ConditionKind = AlertCondition['kind']

/** A rule as it is being typed. Lists of series and labels (`name=value`) are one a line; times are seconds. */
export interface RuleForm {
  id: string
  title: string
  severity: Severity
  enabled: boolean
  kind: ConditionKind
  /** What is looked at: the part of a ratio, the sum of a mean, the misses of a burn rate. */
  series: string
  /** What it is compared with: the whole, the count, all. */
  whole: string
  windowS: string
  newestS: string
  is: 'above' | 'below'
  limit: string
  target: string
  forS: string
  labels: string
}

export const emptyForm: Readonly<RuleForm> = {
  id: '',
  title: '',
  severity: 'warning',
  enabled: true,
  kind: 'threshold',
  series: '',
  whole: '',
  windowS: '60',
  newestS: '60',
  is: 'above',
  limit: '',
  target: '0.99',
  forS: '300',
  labels: '',
}

export const kindWords: Readonly<Record<ConditionKind, string>> = {
  threshold: 'A figure',
  rate: 'A rate per second',
  ratio: 'A share',
  mean: 'A mean',
  'burn-rate': 'An error budget burning',
  absence: 'Nothing seen',
}

/** The fields that a kind has beside the series, with their labels. */
export const seriesLabels: Readonly<Record<ConditionKind, readonly [series: string, whole?: string]>> = {
  threshold: ['Metric'],
  rate: ['Metric (a counter)'],
  ratio: ['Metrics that are counted', 'Metrics that they are a share of'],
  mean: ['Metric of the sum', 'Metric of the count'],
  'burn-rate': ['Metrics of misses', 'Metrics of all'],
  absence: ['Metric'],
}

/** Kinds whose fields hold several series. */
export function takesSeveral(kind: ConditionKind): boolean {
  return kind === 'ratio' || kind === 'burn-rate'
}

export function formOf({ id, title, severity, enabled = true, condition, forMs, labels = {} }: AlertRule): RuleForm {
  return {
    ...emptyForm,
    id,
    title,
    severity,
    enabled,
    kind: condition.kind,
    ...seriesOf(condition),
    windowS: seconds(condition.windowMs),
    ...('is' in condition ? { is: condition.is } : {}),
    ...('limit' in condition ? { limit: String(condition.limit) } : {}),
    ...(condition.kind === 'burn-rate' ? { target: String(condition.target), newestS: seconds(condition.newestMs) } : {}),
    forS: seconds(forMs),
    labels: Object.entries(labels)
      .map(([name, value]) => `${name}=${value}`)
      .join('\n'),
  }
}

function seriesOf(condition: AlertCondition): Pick<RuleForm, 'series' | 'whole'> {
  switch (condition.kind) {
    case 'ratio':
      return { series: condition.part.join('\n'), whole: condition.whole.join('\n') }
    case 'mean':
      return { series: condition.sum, whole: condition.count }
    case 'burn-rate':
      return { series: condition.missed.join('\n'), whole: condition.all.join('\n') }
    default:
      return { series: condition.series, whole: '' }
  }
}

/** The rule that a form says, sound or not: the engine tells what is wrong with it. */
export function ruleOf(form: RuleForm): AlertRule {
  const labels = labelsOf(form.labels)
  return {
    id: form.id.trim(),
    title: form.title.trim(),
    severity: form.severity,
    ...(form.enabled ? {} : { enabled: false }),
    condition: conditionOf(form),
    forMs: milliseconds(form.forS),
    ...(Object.keys(labels).length === 0 ? {} : { labels }),
  }
}

function conditionOf({ kind, series, whole, windowS, newestS, is, limit, target }: RuleForm): AlertCondition {
  const windowMs = milliseconds(windowS)
  const compared = { windowMs, is, limit: numberOf(limit) }
  switch (kind) {
    case 'ratio':
      return { kind, part: lines(series), whole: lines(whole), ...compared }
    case 'mean':
      return { kind, sum: series.trim(), count: whole.trim(), ...compared }
    case 'burn-rate': {
      const rate = { target: numberOf(target), windowMs, newestMs: milliseconds(newestS), limit: numberOf(limit) }
      return { kind, missed: lines(series), all: lines(whole), ...rate }
    }
    case 'absence':
      return { kind, series: series.trim(), windowMs }
    default:
      return { kind, series: series.trim(), ...compared }
  }
}

/** An id for a title: small letters, digits and hyphens, and none that is taken. */
export function idFor(title: string, taken: readonly string[]): string {
  const plain = title
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '')
    .slice(0, 80)
  const stem = plain.replace(/-$/, '') || 'rule'
  for (let number = 1; ; number++) {
    const id = number === 1 ? stem : `${stem}-${number}`
    if (!taken.includes(id)) return id
  }
}

const fields: readonly (readonly [path: RegExp, field: keyof RuleForm])[] = [
  [/^id$/, 'id'],
  [/^title$/, 'title'],
  [/^forMs$/, 'forS'],
  [/^labels/, 'labels'],
  [/^condition\.(series|part|sum|missed)/, 'series'],
  [/^condition\.(whole|count|all)/, 'whole'],
  [/^condition\.windowMs/, 'windowS'],
  [/^condition\.newestMs/, 'newestS'],
  [/^condition\.limit/, 'limit'],
  [/^condition\.target/, 'target'],
]

/** What is wrong with the rule at a place of the set, by field. What belongs to no field stands by the title. // V-217 */
export function problemsByField(
  problems: readonly AlertRuleProblem[],
  place: number,
): Readonly<Partial<Record<keyof RuleForm, string>>> {
  const own = problems.filter(({ path }) => path.startsWith(`${place}.`))
  return Object.fromEntries(
    own.map(({ path, message }) => {
      const field = fields.find(([pattern]) => pattern.test(path.slice(`${place}.`.length)))?.[1] ?? 'title'
      return [field, message]
    }),
  )
}

function lines(text: string): readonly string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
}

function labelsOf(text: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    lines(text).map((line) => {
      const at = line.indexOf('=')
      return at < 0 ? [line, ''] : [line.slice(0, at).trim(), line.slice(at + 1).trim()]
    }),
  )
}

function numberOf(text: string): number {
  return text.trim() === '' ? Number.NaN : Number(text)
}

function milliseconds(text: string): number {
  return Math.round(numberOf(text) * 1000)
}

function seconds(ms: number): string {
  return String(ms / 1000)
}
