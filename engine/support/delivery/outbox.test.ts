import { expect, test } from 'vitest'
import { MemoryTicketStore } from '../../adapters/memory-ticket-store.ts'
import { SrvraError } from '../../core/errors.ts'
import type { SupportMessage } from '../../ports/support-receiver.ts'
import { sampleTicket } from '../../testing/ticket-contract.ts'
import { VirtualTime } from '../../testing/virtual-time.ts'
import { Outbox } from './outbox.ts'

const AWAY = new SrvraError('E_NOTIFY', 'away', { again: true })
const NEVER = new SrvraError('E_NOTIFY', 'gone', { again: false })

/** A receiver that answers as it is told to, and well after that; the outbox before it can be started anew. */
class Desk {
  readonly time = new VirtualTime()
  readonly began = this.time.now()
  readonly store = new MemoryTicketStore()
  readonly taken: (readonly [string, number])[] = []
  readonly messages: SupportMessage[] = []
  readonly reported: unknown[] = []
  failures: Error[] = []
  outbox = this.#newOutbox()

  constructor() {
    for (const number of [1, 2]) this.store.write({ ticket: sampleTicket(number), words: '' })
  }

  connect(): void {
    this.outbox.deliverBy({
      name: 'help.example.org',
      send: (message) => {
        this.taken.push([`${message.ticket.id} ${message.id}`, this.time.now() - this.began])
        const failure = this.failures.shift()
        if (failure !== undefined) return Promise.reject(failure)
        this.messages.push(message)
        return Promise.resolve()
      },
    })
  }

  restart(): void {
    this.outbox.close()
    this.outbox = this.#newOutbox()
  }

  /** Lets everything that waits happen. */
  async pass(): Promise<void> {
    do await new Promise((resolve) => setImmediate(resolve))
    while (this.time.step())
  }

  #newOutbox(): Outbox {
    const { store, time } = this
    const report = (error: unknown): void => void this.reported.push(error)
    return new Outbox({ store, clock: time, scheduler: time, installation: 'here', changed: () => undefined, report })
  }
}

test('U-30 a ticket is sent as it was when somebody sent it, with its attachments, once', async () => {
  const desk = new Desk()
  const bytes = Uint8Array.of(1, 2)
  const head = { id: 'a1', name: 'a', type: 'text/plain', sizeBytes: 2, hash: 'h', at: 0, by: 'ann', origin: 'file' } as const
  const ticket = sampleTicket(1, { attachments: [head] })
  desk.store.write({ ticket, words: '', contents: [{ ticket: 1, attachment: 'a1', bytes }] })
  desk.connect()
  const { id } = desk.outbox.send(ticket)
  desk.store.write({ ticket: sampleTicket(1, { title: 'Another' }), words: '' })
  await desk.pass()
  expect(desk.messages).toMatchObject([{ id, installation: 'here', ticket, contents: [bytes] }])
  expect(desk.messages[0]?.text).toContain('# T-1: A title')
  expect(desk.store.delivery(id)).toMatchObject({ status: 'delivered', attempts: 1, deliveredAt: desk.time.now() })
  expect(() => desk.outbox.retry(id)).toThrow(expect.objectContaining({ code: 'E_DELIVERY' }))
  await desk.pass()
  expect(desk.taken).toHaveLength(1)
})

test('U-31 what can not be taken waits, is tried again after growing pauses, and is never given up while that may help', async () => {
  const desk = new Desk()
  desk.failures = Array.from({ length: 12 }, () => AWAY)
  desk.connect()
  desk.outbox.send(sampleTicket(1))
  await desk.pass()
  const pauses = desk.taken.slice(1).map(([, at], index) => (at - (desk.taken[index]?.[1] ?? 0)) / 1000)
  expect(pauses).toEqual([2, 4, 8, 16, 32, 64, 128, 256, 512, 600, 600, 600])
  expect(desk.store.delivery('here-1')).toMatchObject({ status: 'delivered', attempts: 13 })
  expect(desk.store.delivery('here-1')).not.toHaveProperty('error')
  expect(desk.reported).toHaveLength(12)
})

test('U-31 without a receiver it waits; it survives a restart, and is tried at once when there is one', async () => {
  const desk = new Desk()
  desk.outbox.send(sampleTicket(1))
  await desk.pass()
  expect(desk.store.delivery('here-1')).toMatchObject({ status: 'waiting', attempts: 0 })
  desk.restart()
  desk.failures = [AWAY]
  desk.connect()
  await new Promise((resolve) => setImmediate(resolve))
  desk.restart()
  desk.connect()
  await desk.pass()
  expect(desk.taken).toEqual([
    ['T-1 here-1', 0],
    ['T-1 here-1', 0],
  ])
  expect(desk.messages).toHaveLength(1)
})

test('U-31 what is no use to try again is given up, and stands in the way of nothing; somebody may send it again', async () => {
  const desk = new Desk()
  desk.failures = [NEVER]
  desk.connect()
  for (const number of [1, 2]) desk.outbox.send(sampleTicket(number))
  await desk.pass()
  expect(desk.store.delivery('here-1')).toMatchObject({ status: 'failed', error: { code: 'E_NOTIFY', message: 'gone' } })
  expect(desk.messages.map(({ id }) => id)).toEqual(['here-2'])
  desk.outbox.retry('here-1')
  await desk.pass()
  expect(desk.messages.map(({ id }) => id)).toEqual(['here-2', 'here-1'])
})

test('U-31 what is newer about a ticket does not overtake what is older, while other tickets pass', async () => {
  const desk = new Desk()
  desk.failures = [AWAY]
  desk.connect()
  desk.outbox.send(sampleTicket(1))
  desk.outbox.send(sampleTicket(1))
  desk.outbox.send(sampleTicket(2))
  await desk.pass()
  expect(desk.messages.map(({ id }) => id)).toEqual(['here-3', 'here-1', 'here-2'])
})

test('U-31 an answer that comes after closing changes nothing: it is sent again under the same id', async () => {
  const desk = new Desk()
  desk.connect()
  desk.outbox.send(sampleTicket(1))
  desk.outbox.close()
  await desk.pass()
  expect(desk.store.delivery('here-1')?.status).toBe('waiting')
})
