import { SrvraError } from '../../core/errors.ts'
import type { JsonValue } from '../../core/json/index.ts'
import type { RecordWrite, Storage } from '../../ports/storage.ts'
import { admitAlertRules } from './alert-rule-schema.ts'
import type { AlertRule } from './alert-rule.ts'
import { INACTIVE } from './alert-state.ts'
import type { AlertState } from './alert-state.ts'

/** Who knows of an alert that fires. */
export interface Acknowledgement {
  readonly by: string
  readonly at: number
  readonly note?: string
}

/** Until when nobody is told of an alert. */
export interface Silence {
  readonly by: string
  readonly until: number
}

/** What is kept of an alert. */
export interface AlertRecord {
  readonly state: AlertState
  readonly acknowledged?: Acknowledgement
  readonly silence?: Silence
}

/** What happened to an alert, and when. */
export interface AlertEvent {
  readonly rule: string
  readonly at: number
  readonly what: 'fired' | 'resolved' | 'acknowledged' | 'silenced' | 'unsilenced'
  readonly by?: string
  readonly value?: number
}

const ALERTS = 'alerts'
const HISTORY = 'alert-history'
const RULES = 'alert-rules'
/** Rules are kept as a whole. */
const WHOLE = 'rules'
const DIGITS = 12
const PAGE = 500
/** Events that are kept; the oldest go first. */
const MAX_EVENTS = 1000

/** Alerts and their history in the store. What cannot be written now (an import is under way) is written with the next. */
export class AlertRecords {
  readonly #storage: Storage
  readonly #alerts: Map<string, AlertRecord>
  readonly #events: { readonly id: string; readonly event: AlertEvent }[]
  readonly #unwritten = new Map<string, RecordWrite>()

  constructor(storage: Storage) {
    this.#storage = storage
    this.#alerts = new Map(readAll(storage, ALERTS).map(({ id, value }) => [id, afterBreak(value as unknown as AlertRecord)]))
    this.#events = readAll(storage, HISTORY).map(({ id, value }) => ({ id, event: value as unknown as AlertEvent }))
  }

  /** Rules that were saved last. Throws E_OPTION when they are not as documented. */
  get rules(): readonly AlertRule[] | undefined {
    const kept = readAll(this.#storage, RULES).find(({ id }) => id === WHOLE)
    return kept && admitAlertRules(kept.value)
  }

  keepRules(rules: readonly AlertRule[]): void {
    this.#write(RULES, WHOLE, rules)
  }

  drop(rule: string): void {
    if (this.#alerts.delete(rule)) this.#write(ALERTS, rule, undefined)
  }

  of(rule: string): AlertRecord | undefined {
    return this.#alerts.get(rule)
  }

  put(rule: string, record: AlertRecord): void {
    this.#alerts.set(rule, record)
    this.#write(ALERTS, rule, record)
  }

  /** Newest first. */
  history(limit: number): readonly AlertEvent[] {
    return this.#events
      .slice(-limit)
      .map(({ event }) => event)
      .toReversed()
  }

  tell(event: AlertEvent): void {
    const id = String(Number(this.#events.at(-1)?.id ?? 0) + 1).padStart(DIGITS, '0')
    this.#events.push({ id, event })
    this.#write(HISTORY, id, event)
    while (this.#events.length > MAX_EVENTS) this.#write(HISTORY, this.#events.shift()?.id ?? id, undefined)
  }

  /** Writes what is not written yet. */
  flush(): void {
    if (this.#unwritten.size === 0) return
    const records = [...this.#unwritten.values()]
    try {
      const pending = this.#storage.append([], records)
      this.#unwritten.clear()
      pending?.catch(() => this.#keep(records))
    } catch (error) {
      if (!(error instanceof SrvraError)) throw error
    }
  }

  #keep(records: readonly RecordWrite[]): void {
    for (const record of records) {
      const place = `${record.collection}/${record.id}`
      if (!this.#unwritten.has(place)) this.#unwritten.set(place, record)
    }
  }

  #write(collection: string, id: string, value: AlertRecord | AlertEvent | readonly AlertRule[] | undefined): void {
    const copy = value && (structuredClone(value) as unknown as JsonValue)
    this.#unwritten.set(`${collection}/${id}`, { collection, id, value: copy })
  }
}

/** Nobody looked while the engine was closed: what was pending then begins anew. */
function afterBreak(record: AlertRecord): AlertRecord {
  return record.state.status === 'pending' ? { ...record, state: INACTIVE } : record
}

function readAll(storage: Storage, collection: string): readonly { readonly id: string; readonly value: JsonValue }[] {
  const all: { readonly id: string; readonly value: JsonValue }[] = []
  for (let after: string | undefined; ;) {
    const page = storage.records(collection, after === undefined ? { limit: PAGE } : { after, limit: PAGE })
    all.push(...page)
    after = page.at(-1)?.id
    if (page.length < PAGE) return all
  }
}
