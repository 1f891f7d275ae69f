import { SrvraError } from '../core/errors.ts'
import type { Ticket, TicketDelivery, TicketPage, TicketQuery, TicketStore, TicketWrite } from '../ports/ticket-store.ts'
import { migrate } from './sqlite-storage/migrations.ts'
import { openDatabase } from './sqlite-storage/open-database.ts'
import type { Connection } from './sqlite-storage/open-database.ts'

/** Marks our files: 'SRVT'. */
const APPLICATION_ID = 0x53_52_56_54
const MIGRATIONS = [
  `CREATE TABLE tickets (
     number INTEGER PRIMARY KEY, state TEXT NOT NULL, priority TEXT NOT NULL, category TEXT NOT NULL,
     updated_at INTEGER NOT NULL, body TEXT NOT NULL
   ) STRICT;
   CREATE INDEX tickets_by_update ON tickets (updated_at, number);
   CREATE TABLE links (
     kind TEXT NOT NULL, target TEXT NOT NULL, ticket INTEGER NOT NULL REFERENCES tickets (number),
     PRIMARY KEY (kind, target, ticket)
   ) STRICT, WITHOUT ROWID;
   CREATE VIRTUAL TABLE words USING fts5 (body, tokenize = 'unicode61', prefix = '2 3');
   CREATE TABLE contents (
     ticket INTEGER NOT NULL REFERENCES tickets (number), attachment TEXT NOT NULL, bytes BLOB NOT NULL,
     PRIMARY KEY (ticket, attachment)
   ) STRICT;
   CREATE TABLE deliveries (
     id TEXT PRIMARY KEY, position INTEGER NOT NULL UNIQUE, ticket INTEGER NOT NULL REFERENCES tickets (number),
     status TEXT NOT NULL, body TEXT NOT NULL
   ) STRICT;
   CREATE INDEX deliveries_by_ticket ON deliveries (ticket);`,
] as const

/** A file of its own beside the store; what somebody filed is on the disk when the call returns. */
export class SqliteTicketStore implements TicketStore {
  readonly #database: Connection
  readonly #statements: ReturnType<typeof statementsOf>
  readonly #writeAll: (write: TicketWrite) => void

  /** Opens the file, or makes it. Throws E_STORE_NEWER, E_STORE_FORMAT, E_RUNTIME, and SQLite's own errors. */
  constructor(file: string) {
    this.#database = openDatabase(file)
    try {
      migrate(this.#database, MIGRATIONS, APPLICATION_ID)
      this.#statements = statementsOf(this.#database)
    } catch (error) {
      this.#database.close()
      throw error
    }
    this.#writeAll = this.#database.transaction((write: TicketWrite) => this.#put(write))
  }

  nextNumber(): number {
    this.#assertOpen()
    return this.#statements.next.get() ?? 1
  }

  write(write: TicketWrite): void {
    this.#assertOpen()
    this.#writeAll(write)
  }

  get(number: number): Ticket | undefined {
    this.#assertOpen()
    const body = this.#statements.get.get(number)
    return body === undefined ? undefined : (JSON.parse(body) as Ticket)
  }

  find(query: TicketQuery, { from, limit }: { readonly from: number; readonly limit: number }): TicketPage {
    this.#assertOpen()
    if (query.words?.length === 0) return { tickets: [], matches: 0 }
    const { where, values } = conditionOf(query)
    const bodies = this.#database
      .prepare<(string | number)[], string>(
        `SELECT body FROM tickets ${where} ORDER BY updated_at DESC, number DESC LIMIT ? OFFSET ?`,
      )
      .pluck()
      .all(...values, limit, from)
    const count = this.#database.prepare<(string | number)[], number>(`SELECT count(*) FROM tickets ${where}`).pluck()
    return { tickets: bodies.map((body) => JSON.parse(body) as Ticket), matches: count.get(...values) ?? 0 }
  }

  content(ticket: number, attachment: string): Uint8Array | undefined {
    this.#assertOpen()
    const bytes = this.#statements.content.get(ticket, attachment)
    return bytes && new Uint8Array(bytes)
  }

  deliveries({ status, ticket }: Parameters<TicketStore['deliveries']>[0]): readonly TicketDelivery[] {
    this.#assertOpen()
    const bodies = this.#statements.deliveries.all({ status: status ?? null, ticket: ticket ?? null })
    return bodies.map((body) => JSON.parse(body) as TicketDelivery)
  }

  delivery(id: string): TicketDelivery | undefined {
    this.#assertOpen()
    const body = this.#statements.delivery.get(id)
    return body === undefined ? undefined : (JSON.parse(body) as TicketDelivery)
  }

  close(): void {
    this.#database.close()
  }

  #put({ ticket, words = '', contents = [], delivery }: TicketWrite): void {
    const { putTicket, dropWords, putWords, dropLinks, putLink, putContent, putDelivery } = this.#statements
    if (ticket) {
      const { number, state, priority, category, updatedAt } = ticket
      putTicket.run({ number, state, priority, category, updatedAt, body: JSON.stringify(ticket) })
      dropWords.run(number)
      putWords.run(number, words)
      dropLinks.run(number)
      for (const { kind, id } of ticket.links) putLink.run(kind, id, number)
    }
    for (const { ticket: number, attachment, bytes } of contents) putContent.run(number, attachment, bytes)
    if (delivery) {
      const { id, order, status } = delivery
      putDelivery.run({ id, order, status, ticket: delivery.ticket.number, body: JSON.stringify(delivery) })
    }
  }

  #assertOpen(): void {
    if (!this.#database.open) throw new SrvraError('E_STORE_CLOSED', 'The tickets were closed; open the engine anew to read them.')
  }
}

function conditionOf({ words, states, priority, category, link }: TicketQuery): {
  readonly where: string
  readonly values: readonly string[]
} {
  const terms: (readonly [string, ...string[]])[] = []
  if (words) terms.push(['number IN (SELECT rowid FROM words WHERE words MATCH ?)', matchOf(words)])
  if (states) terms.push([`state IN (${states.map(() => '?').join(', ')})`, ...states])
  if (priority) terms.push(['priority = ?', priority])
  if (category) terms.push(['category = ?', category])
  if (link) terms.push(['number IN (SELECT ticket FROM links WHERE kind = ? AND target = ?)', link.kind, link.id])
  const where = terms.length === 0 ? '' : `WHERE ${terms.map(([sql]) => sql).join(' AND ')}`
  return { where, values: terms.flatMap(([, ...values]) => values) }
}

/** Every word is a text in quotes: nothing in it is an operator of the query language. // U-11 */
function matchOf(words: readonly string[]): string {
  return words.map((word) => `"${word.replaceAll('"', '""').replaceAll('\0', '')}"*`).join(' AND ')
}

function statementsOf(database: Connection) {
  return {
    next: database.prepare<[], number>('SELECT coalesce(max(number), 0) + 1 FROM tickets').pluck(),
    get: database.prepare<[number], string>('SELECT body FROM tickets WHERE number = ?').pluck(),
    content: database.prepare<[number, string], Buffer>('SELECT bytes FROM contents WHERE ticket = ? AND attachment = ?').pluck(),
    deliveries: database
      .prepare<[{ status: string | null; ticket: number | null }], string>(
        `SELECT body FROM deliveries WHERE coalesce(@status, status) = status AND coalesce(@ticket, ticket) = ticket
         ORDER BY position`,
      )
      .pluck(),
    delivery: database.prepare<[string], string>('SELECT body FROM deliveries WHERE id = ?').pluck(),
    putTicket: database.prepare<[Record<string, string | number>]>(
      `INSERT INTO tickets (number, state, priority, category, updated_at, body)
       VALUES (@number, @state, @priority, @category, @updatedAt, @body)
       ON CONFLICT (number) DO UPDATE SET state = excluded.state, priority = excluded.priority, category = excluded.category,
         updated_at = excluded.updated_at, body = excluded.body`,
    ),
    dropWords: database.prepare<[number]>('DELETE FROM words WHERE rowid = ?'),
    putWords: database.prepare<[number, string]>('INSERT INTO words (rowid, body) VALUES (?, ?)'),
    dropLinks: database.prepare<[number]>('DELETE FROM links WHERE ticket = ?'),
    putLink: database.prepare<[string, string, number]>('INSERT INTO links (kind, target, ticket) VALUES (?, ?, ?)'),
    putContent: database.prepare<[number, string, Uint8Array]>('INSERT INTO contents (ticket, attachment, bytes) VALUES (?, ?, ?)'),
    putDelivery: database.prepare<[Record<string, string | number>]>(
      `INSERT INTO deliveries (id, position, ticket, status, body) VALUES (@id, @order, @ticket, @status, @body)
       ON CONFLICT (id) DO UPDATE SET status = excluded.status, body = excluded.body`,
    ),
  }
}
