import { describe, expect, onTestFinished, test } from 'vitest'
import type { Ticket, TicketDelivery, TicketQuery, TicketStore } from '../ports/ticket-store.ts'

const T = 1_800_000_000_000

export function sampleTicket(number: number, change: Partial<Ticket> = {}): Ticket {
  return {
    id: `T-${number}`,
    number,
    title: 'A title',
    description: 'A description',
    category: 'technical',
    priority: 'high',
    state: 'open',
    createdAt: T,
    createdBy: 'ann',
    updatedAt: T + number,
    links: [],
    entries: [],
    attachments: [],
    ...change,
  }
}

function sampleDelivery(order: number, ticket: Ticket, change: Partial<TicketDelivery> = {}): TicketDelivery {
  return { id: `d-${order}`, order, ticket, status: 'waiting', queuedAt: T, attempts: 0, nextAt: T, ...change }
}

/** What every store of tickets must do. An adapter's test calls this with a way to make an empty one. */
export function ticketContract(name: string, create: () => TicketStore): void {
  const open = (): TicketStore => {
    const store = create()
    onTestFinished(() => store.close())
    return store
  }
  const found = (store: TicketStore, query: TicketQuery): string =>
    store
      .find(query, { from: 0, limit: 100 })
      .tickets.map(({ number }) => number)
      .join(' ')

  describe(`the ticket contract on ${name}`, () => {
    test('U-1 a ticket comes back as it was written, and its number is taken for good', () => {
      const store = open()
      expect(store.nextNumber()).toBe(1)
      const entries = [{ at: T, by: 'bob', what: 'comment', text: 'ja', from: 'support' }] as const
      store.write({ ticket: sampleTicket(1), words: 'a' })
      store.write({ ticket: sampleTicket(1, { entries, state: 'waiting' }), words: 'b' })
      expect(store.get(1)).toEqual(sampleTicket(1, { entries, state: 'waiting' }))
      expect(store.get(2)).toBeUndefined()
      expect(store.nextNumber()).toBe(2)
    })

    test('U-12 tickets are listed by their last change, in pages that know how many there are', () => {
      const store = open()
      for (const number of [1, 2, 3, 4]) store.write({ ticket: sampleTicket(number, { updatedAt: T + (number % 3) }), words: '' })
      const page = store.find({}, { from: 1, limit: 2 })
      expect([page.tickets.map((ticket) => ticket.number), page.matches]).toEqual([[4, 1], 4])
      expect(found(store, {})).toBe('2 4 1 3')
    })

    test('U-12 a filter holds for state, priority, category and link, all at once', () => {
      const store = open()
      const link = { kind: 'conflict', id: 'c-7' } as const
      store.write({ ticket: sampleTicket(1, { links: [link] }), words: '' })
      store.write({ ticket: sampleTicket(2, { links: [{ kind: 'alert', id: 'c-7' }], state: 'closed' }), words: '' })
      store.write({ ticket: sampleTicket(3, { links: [link], priority: 'low', category: 'data' }), words: '' })
      expect(found(store, { link })).toBe('3 1')
      expect(found(store, { link, priority: 'high' })).toBe('1')
      expect(found(store, { states: ['open', 'waiting'] })).toBe('3 1')
      expect(found(store, { states: [] })).toBe('')
      expect(found(store, { category: 'data' })).toBe('3')
      store.write({ ticket: sampleTicket(1), words: '' })
      expect(found(store, { link })).toBe('3')
    })

    test('U-10 every word that is looked for begins a word of the ticket', () => {
      const store = open()
      store.write({ ticket: sampleTicket(1), words: 'prices drift after lunch' })
      store.write({ ticket: sampleTicket(2), words: 'prices stand' })
      expect(found(store, { words: ['price'] })).toBe('2 1')
      expect(found(store, { words: ['price', 'lun'] })).toBe('1')
      expect(found(store, { words: ['rices'] })).toBe('')
      expect(found(store, { words: [] })).toBe('')
      store.write({ ticket: sampleTicket(2), words: 'dinner' })
      expect(found(store, { words: ['price'] })).toBe('1')
    })

    test('U-11 no word is an operator of any query language', () => {
      const store = open()
      store.write({ ticket: sampleTicket(1), words: 'or and not near x' })
      for (const word of [
        '"',
        '""',
        "'",
        '*',
        'a"*',
        '^',
        'words:x',
        'NEAR(x y)',
        '-',
        '(',
        '\\',
        '\0',
        "'; DROP TABLE tickets; --",
        'é',
      ])
        expect(() => store.find({ words: [word, 'x'] }, { from: 0, limit: 1 }), word).not.toThrow()
      for (const word of ['or', 'and', 'not', 'near']) expect(found(store, { words: [word] })).toBe('1')
      expect(store.get(1)).toBeDefined()
    })

    test('U-7 contents of attachments come back byte by byte', () => {
      const store = open()
      const bytes = Uint8Array.from({ length: 256 }, (_, index) => index)
      store.write({ ticket: sampleTicket(1), words: '', contents: [{ ticket: 1, attachment: 'a1', bytes }] })
      expect(store.content(1, 'a1')).toEqual(bytes)
      expect(store.content(1, 'a2')).toBeUndefined()
      expect(store.content(2, 'a1')).toBeUndefined()
    })

    test('U-30 deliveries stay in the order in which they were queued, whatever becomes of them', () => {
      const store = open()
      const [one, two] = [sampleTicket(1), sampleTicket(2)]
      for (const ticket of [one, two]) store.write({ ticket, words: '' })
      const error = { code: 'E_NOTIFY', message: 'away' }
      store.write({ delivery: sampleDelivery(1, one) })
      store.write({ delivery: sampleDelivery(2, two) })
      store.write({ delivery: sampleDelivery(3, one) })
      store.write({ delivery: sampleDelivery(1, one, { attempts: 1, error }) })
      store.write({ delivery: sampleDelivery(2, two, { status: 'delivered', deliveredAt: T }) })
      expect(store.deliveries({}).map(({ id }) => id)).toEqual(['d-1', 'd-2', 'd-3'])
      expect(store.deliveries({ status: 'waiting' })[0]).toEqual(sampleDelivery(1, one, { attempts: 1, error }))
      expect(store.deliveries({ ticket: 2 })).toEqual([sampleDelivery(2, two, { status: 'delivered', deliveredAt: T })])
      expect(store.delivery('d-3')?.order).toBe(3)
      expect(store.delivery('d-4')).toBeUndefined()
    })

    test('U-1 a closed store says so, and may be closed again', () => {
      const store = create()
      store.close()
      store.close()
      for (const use of [() => store.nextNumber(), () => store.write({}), () => store.get(1), () => store.deliveries({})])
        expect(use).toThrow(expect.objectContaining({ code: 'E_STORE_CLOSED' }))
    })
  })
}
