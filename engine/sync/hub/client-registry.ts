import type { JsonObject } from '../../core/json/index.ts'
import type { Applied } from '../../core/protocol/frames.ts'
import type { RecordWrite, Storage } from '../../ports/storage.ts'

/** What a hub remembers of a replica when it is away. */
export interface ClientRecord {
  readonly replica: string
  readonly name: string
  readonly identity: string
  readonly address: string
  readonly patterns: readonly string[]
  readonly firstSeenAt: number
  readonly lastSeenAt: number
  readonly appliedSeq: number
  readonly pending: Applied['pending']
  readonly deadLetters: number
  readonly deadlines: Applied['deadlines']
}

const CLIENTS = 'clients'
const PAGE = 500
const NO_LANES: Applied['pending'] = { critical: 0, high: 0, normal: 0, low: 0 }
const NO_DEADLINE = { met: 0, missed: 0 }
const NO_DEADLINES: Applied['deadlines'] = { critical: NO_DEADLINE, high: NO_DEADLINE, normal: NO_DEADLINE, low: NO_DEADLINE }

/** The replicas that a hub knows, connected or not. What changes of them is written along with the next commit of records. */
export class ClientRegistry {
  readonly #storage: Storage
  readonly #clients = new Map<string, ClientRecord>()
  readonly #unwritten = new Set<string>()

  constructor(storage: Storage) {
    this.#storage = storage
    for (let after: string | undefined; ;) {
      const page = storage.records(CLIENTS, after === undefined ? { limit: PAGE } : { after, limit: PAGE })
      for (const { id, value } of page) this.#clients.set(id, value as unknown as ClientRecord)
      after = page.at(-1)?.id
      if (page.length < PAGE) break
    }
  }

  get all(): IterableIterator<ClientRecord> {
    return this.#clients.values()
  }

  of(replica: string): ClientRecord | undefined {
    return this.#clients.get(replica)
  }

  /** Notes what is new of a replica; one that is not known yet begins with nothing. */
  note(replica: string, news: Partial<ClientRecord> & { readonly lastSeenAt: number }): ClientRecord {
    const before = this.#clients.get(replica)
    const fresh = { replica, name: replica, identity: '', address: '', patterns: [], firstSeenAt: news.lastSeenAt, appliedSeq: 0 }
    const client = { ...fresh, pending: NO_LANES, deadLetters: 0, deadlines: NO_DEADLINES, ...before, ...news }
    this.#clients.set(replica, client)
    this.#unwritten.add(replica)
    return client
  }

  /** Forgets a replica that will not come back. */
  forget(replica: string): void {
    this.#clients.delete(replica)
    this.#unwritten.add(replica)
  }

  /** Writes what changed since the last time. */
  write(): void {
    if (this.#unwritten.size === 0) return
    const records = [...this.#unwritten].map((id): RecordWrite => {
      const client = this.#clients.get(id)
      return { collection: CLIENTS, id, value: client && structuredCopy(client) }
    })
    const pending = this.#storage.append([], records)
    this.#unwritten.clear()
    pending?.catch(() => {
      for (const { id } of records) this.#unwritten.add(id)
    })
  }
}

/** Records are JSON of their own; frames that came in are shared with nobody. */
function structuredCopy(client: ClientRecord): JsonObject {
  return { ...client, patterns: [...client.patterns] } as unknown as JsonObject
}
