import type { JsonValue } from '../../core/json/index.ts'
import type { Storage } from '../../ports/storage.ts'
import type { PreparedRestore } from '../../recovery/restore/prepared-restore.ts'
import type { KeyDifference } from '../../recovery/restore/compare-stores.ts'
import { letOthersRun } from '../../recovery/in-turns.ts'
import type { RestoreRow } from '../commands.ts'

const PAGE = 200
const SHOWN = 200

/** The documents that a restore would change, by their place: every page that was passed is found again by its first key. */
export class RestoreRows {
  readonly #current: Storage
  readonly #prepared: PreparedRestore
  /** Of every page that is known: the key before its first. */
  readonly #starts: (string | undefined)[] = [undefined]

  constructor(current: Storage, prepared: PreparedRestore) {
    this.#current = current
    this.#prepared = prepared
  }

  async rows(from: number, count: number): Promise<readonly RestoreRow[]> {
    const rows: KeyDifference[] = []
    for (let page = Math.floor(from / PAGE); page * PAGE < from + count; page++) {
      const found = await this.#page(page)
      rows.push(...found.slice(Math.max(0, from - page * PAGE), from + count - page * PAGE))
      if (found.length < PAGE) break
    }
    return rows.map((row) => this.#shown(row))
  }

  async #page(number: number): Promise<readonly KeyDifference[]> {
    for (let known = this.#starts.length - 1; ; known++) {
      const at = Math.min(known, number)
      const after = this.#starts[at]
      const page = this.#prepared.page({ limit: PAGE, ...(after === undefined ? {} : { after }) })
      const last = page.at(-1)
      if (page.length === PAGE && last && this.#starts.length === at + 1) this.#starts.push(last.key)
      if (at === number) return page
      if (page.length < PAGE) return []
      await letOthersRun()
    }
  }

  #shown({ key, what }: KeyDifference): RestoreRow {
    return { key, what, before: beginning(this.#current.read(key)?.value), after: beginning(this.#prepared.read(key)?.value) }
  }
}

function beginning(value: JsonValue | undefined): string | null {
  if (value === undefined) return null
  const text = JSON.stringify(value)
  return text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text
}
