import { SrvraError } from '../../core/errors.ts'
import { equalJson } from '../../core/json/index.ts'
import type { JsonValue } from '../../core/json/index.ts'
import type { Storage } from '../../ports/storage.ts'
import { DEFAULT_ALERT_RULES } from './alert-rule.ts'
import type { AlertRule } from './alert-rule.ts'
import { AlertRecords } from './alert-records.ts'
import type { Acknowledgement, AlertEvent, AlertRecord, Silence } from './alert-records.ts'
import { INACTIVE, stepAlert } from './alert-state.ts'
import type { AlertState } from './alert-state.ts'
import { judgeCondition } from './judge-condition.ts'
import type { ReadSeries } from './judge-condition.ts'

/** A rule, and how its alert stands. */
export interface AlertView {
  readonly rule: AlertRule
  readonly state: AlertState
  /** Of an alert that fires. */
  readonly acknowledged?: Acknowledgement
  /** Present while it lasts. */
  readonly silence?: Silence
}

/** What those who listen are told. A test says that nothing is wrong. */
export interface AlertNotice {
  readonly what: 'fired' | 'resolved' | 'test'
  readonly rule: AlertRule
  readonly at: number
  readonly value?: number
}

export interface AlertDeskParts {
  readonly storage: Storage
  /** Undefined: those that were saved last, or else those of every engine. */
  readonly rules: readonly AlertRule[] | undefined
  readonly read: ReadSeries
  readonly tell: (notice: AlertNotice) => void
}

/** Watches rules, and keeps how their alerts stand and who knows of them. */
export class AlertDesk {
  readonly #parts: AlertDeskParts
  readonly #records: AlertRecords
  #rules: readonly AlertRule[]

  constructor(parts: AlertDeskParts) {
    this.#parts = parts
    this.#records = new AlertRecords(parts.storage)
    this.#rules = parts.rules ?? this.#records.rules ?? DEFAULT_ALERT_RULES
  }

  /** Every rule with how it stands, in the order of the rules. */
  list(now: number): readonly AlertView[] {
    return this.#rules.map((rule) => {
      const { silence, ...record } = this.#recordOf(rule.id)
      return { rule, ...record, ...(silence && silence.until > now ? { silence } : {}) }
    })
  }

  /** What happened to alerts, newest first; the last thousand events are kept. */
  history(limit: number): readonly AlertEvent[] {
    return this.#records.history(limit)
  }

  /**
   * Watches these rules from now on, and keeps them. What is known of alerts whose rules look at the same as before stays;
   * of the others nothing does, and what fired of them is over. `basedOn` are the rules that whoever changed them began
   * from; throws E_RULES_MOVED when these are not in force any more.
   */
  replaceRules(rules: readonly AlertRule[], by: string, now: number, basedOn?: readonly AlertRule[]): void {
    if (basedOn && !equalJson(basedOn as unknown as JsonValue, this.#rules as unknown as JsonValue))
      throw new SrvraError('E_RULES_MOVED', 'Somebody else has changed the alert rules meanwhile; begin from theirs.')
    for (const before of this.#rules) {
      const after = rules.find(({ id }) => id === before.id)
      if (after && looksAtTheSame(after, before)) continue
      if (this.#recordOf(before.id).state.status === 'firing')
        this.#records.tell({ rule: before.id, at: now, what: 'resolved', by })
      this.#records.drop(before.id)
    }
    this.#rules = rules
    this.#records.keepRules(rules)
    this.#records.flush()
  }

  /** Looks at every rule once. */
  evaluate(now: number): void {
    for (const rule of this.#rules) if (rule.enabled !== false) this.#evaluateRule(rule, now)
    this.#records.flush()
  }

  /** Somebody knows of an alert, until it is resolved. Throws E_NO_ALERT when it does not fire. */
  acknowledge(id: string, { by, at, note }: Acknowledgement): void {
    this.#ruleOf(id)
    const record = this.#recordOf(id)
    if (record.state.status !== 'firing')
      throw new SrvraError('E_NO_ALERT', `The alert '${id}' does not fire; there is nothing to acknowledge.`, { id })
    this.#records.put(id, { ...record, acknowledged: { by, at, ...(note === undefined ? {} : { note }) } })
    this.#records.tell({ rule: id, at, what: 'acknowledged', by })
    this.#records.flush()
  }

  /** Nobody is told of the alert until then; what happens is still kept. A silence that ends at once ends the one before. */
  silence(id: string, { by, until }: Silence, now: number): void {
    this.#ruleOf(id)
    this.#records.put(id, { ...this.#recordOf(id), silence: { by, until } })
    this.#records.tell({ rule: id, at: now, what: until > now ? 'silenced' : 'unsilenced', by })
    this.#records.flush()
  }

  /** Tells those who listen as if the alert fired, and says that it is a test. */
  testFire(id: string, now: number): void {
    this.#parts.tell({ what: 'test', rule: this.#ruleOf(id), at: now })
  }

  #evaluateRule(rule: AlertRule, now: number): void {
    const record = this.#recordOf(rule.id)
    const finding = judgeCondition(rule.condition, this.#parts.read, now)
    const state = stepAlert(record.state, finding, now, rule.forMs)
    if (state.status === record.state.status) return
    const { acknowledged: _over, ...rest } = record
    this.#records.put(rule.id, { ...rest, state })
    if (state.status !== 'firing' && state.status !== 'resolved') return
    const what = state.status === 'firing' ? 'fired' : 'resolved'
    const value = finding?.value === undefined ? {} : { value: finding.value }
    this.#records.tell({ rule: rule.id, at: now, what, ...value })
    const silenced = record.silence !== undefined && record.silence.until > now
    if (!silenced) this.#parts.tell({ what, rule, at: now, ...value })
  }

  #recordOf(id: string): AlertRecord {
    return this.#records.of(id) ?? { state: INACTIVE }
  }

  #ruleOf(id: string): AlertRule {
    const rule = this.#rules.find((one) => one.id === id)
    if (!rule) throw new SrvraError('E_NO_ALERT', `There is no alert rule '${id}'.`, { id })
    return rule
  }
}

function looksAtTheSame(one: AlertRule, other: AlertRule): boolean {
  return equalJson(one.condition, other.condition) && (one.enabled ?? true) === (other.enabled ?? true)
}
