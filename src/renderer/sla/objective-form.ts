import type { Objective, ObjectiveDraft, Priority } from '../../shared/contract.ts'
import { durationWords, promiseWords } from './objective-words.ts'

/** An objective as it is typed. */
export interface ObjectiveForm {
  /** Absent while it is new. */
  readonly id?: string
  readonly name: string
  readonly keys: string
  readonly priority: Priority | 'any'
  /** `2 s` */
  readonly within: string
  /** Per cent. */
  readonly target: string
  readonly alert: boolean
}

export type ObjectiveProblems = Partial<Record<'name' | 'keys' | 'within' | 'target', string>>

/** What a first objective is: sensible for most, and easily changed. */
export const firstObjective: ObjectiveForm = {
  name: '',
  keys: '**',
  priority: 'critical',
  within: '2 s',
  target: '99',
  alert: true,
}

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1000, min: 60_000, m: 60_000, h: 3_600_000, d: 86_400_000 }
const MOST_MS = 30 * 86_400_000

/** Milliseconds of `500 ms`, `2s`, `1.5 min`, `2 h`, `1 d`; undefined where it is none of them, or beyond 30 days. */
export function parseWithin(text: string): number | undefined {
  const [, figure, unit] = /^\s*(\d+(?:\.\d+)?)\s*(ms|s|min|m|h|d)\s*$/.exec(text) ?? []
  if (figure === undefined || unit === undefined) return undefined
  const ms = Math.round(Number(figure) * (UNITS[unit] ?? 1))
  return ms >= 1 && ms <= MOST_MS ? ms : undefined
}

/** A share of `99.9`; undefined where it is no percentage above 0 and below 100. */
export function parseTarget(text: string): number | undefined {
  const figure = text.trim().replace(/\s*%$/, '')
  const share = /^\d+(\.\d+)?$/.test(figure) ? Number((Number(figure) / 100).toFixed(8)) : Number.NaN
  return share > 0 && share < 1 ? share : undefined
}

export function objectiveProblems({ name, keys, within, target }: ObjectiveForm): ObjectiveProblems {
  return {
    ...(name.length > 200 ? { name: 'A name has 200 characters at most.' } : {}),
    ...(keys.trim() === '' ? { keys: 'Which keys? ** are all of them.' } : {}),
    ...(keys.length > 512 ? { keys: 'A key pattern has 512 characters at most.' } : {}),
    ...(parseWithin(within) === undefined ? { within: 'A time up to 30 days, such as 500 ms, 2 s or 5 min.' } : {}),
    ...(parseTarget(target) === undefined ? { target: 'A percentage above 0 and below 100, such as 99.9.' } : {}),
  }
}

/** What is saved; undefined while something is wrong. `taken` are the ids that others have. */
export function toDraft(form: ObjectiveForm, taken: readonly string[]): ObjectiveDraft | undefined {
  const [within, target] = [parseWithin(form.within), parseTarget(form.target)]
  if (within === undefined || target === undefined || Object.keys(objectiveProblems(form)).length > 0) return undefined
  const name = form.name.trim()
  const draft = {
    keys: form.keys.trim(),
    ...(form.priority === 'any' ? {} : { priority: form.priority }),
    within,
    target,
    alert: form.alert,
  }
  const id = form.id ?? freeId(name === '' ? `${form.priority}-${form.keys}` : name, taken)
  return { id, ...(name === '' ? {} : { name }), ...draft }
}

export function toForm({ id, name = '', keys, priority, within, target, alert }: Objective): ObjectiveForm {
  const figures = { within: typedWithin(within), target: String(Number((target * 100).toFixed(6))) }
  return { id, name, keys, priority: priority ?? 'any', ...figures, alert }
}

/** As an objective is kept, without when it began: that is the engine's. */
export function withoutSince({ since: _since, ...draft }: Objective): ObjectiveDraft {
  return draft
}

/** The promise of what is typed, as a sentence; undefined while something is wrong. */
export function promised(form: ObjectiveForm): string | undefined {
  const draft = toDraft(form, [])
  return draft && promiseWords(draft)
}

/** What is read back must be what was saved: where words would round, milliseconds do not. */
function typedWithin(ms: number): string {
  const words = durationWords(ms)
  return parseWithin(words) === ms ? words : `${ms} ms`
}

function freeId(text: string, taken: readonly string[]): string {
  const letters = text
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 60)
  const base = letters === '' ? 'objective' : letters
  let id = base
  for (let number = 2; taken.includes(id); number++) id = `${base}-${number}`
  return id
}
