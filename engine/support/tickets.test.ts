import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { MemoryTicketStore } from '../adapters/memory-ticket-store.ts'
import { VirtualTime } from '../testing/virtual-time.ts'
import { attachmentName } from './attachments/attachment-name.ts'
import { mediaType } from './attachments/media-type.ts'
import { queryWords } from './search-words.ts'
import { DEFAULT_TARGETS } from './service-clock.ts'
import { TicketDesk } from './ticket-desk.ts'
import type { TicketRequest } from './ticket-request.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const REQUEST: TicketRequest = { priority: 'high', category: 'technical', description: 'Prices drift' }

function newDesk(): { readonly desk: TicketDesk; readonly time: VirtualTime } {
  const time = new VirtualTime()
  return { desk: new TicketDesk({ store: new MemoryTicketStore(), clock: time }), time }
}

describe('filing', () => {
  test('U-2 a ticket has a number, a title from its description, and waits for an answer', () => {
    const { desk, time } = newDesk()
    const description = `${'Prices in the north drift away from those in the south, '.repeat(3)}\nsince lunch`
    const ticket = desk.create({ ...REQUEST, description }, 'ann')
    expect(ticket).toMatchObject({ id: 'T-1', state: 'open', createdBy: 'ann', createdAt: time.now(), description })
    expect(ticket.title).toMatch(/^Prices in the north.{50,60}…$/)
    expect(desk.create(REQUEST, 'ann')).toMatchObject({ id: 'T-2', title: 'Prices drift' })
    expect(desk.get('T-1')).toEqual(ticket)
  })

  test.each([
    [{ ...REQUEST, priority: 'urgent' }, 'priority'],
    [{ ...REQUEST, category: 'x' }, 'category'],
    [{ ...REQUEST, description: '  ' }, 'description'],
    [{ ...REQUEST, description: 'x'.repeat(20_001) }, 'description'],
    [{ ...REQUEST, links: [{ kind: 'user', id: '1' }] }, 'links.0.kind'],
    [{ ...REQUEST, sevrity: 1 }, ''],
  ])('U-2 what will not do is refused with its path (%#)', (request, path) => {
    const { desk } = newDesk()
    expect(() => desk.create(request as TicketRequest, 'ann')).toThrow(
      expect.objectContaining({ code: 'E_TICKET', details: { path } }),
    )
    expect(desk.find().matches).toBe(0)
  })

  test('U-2 a ticket that is not there is said to be', () => {
    const { desk } = newDesk()
    for (const id of ['T-1', 'T-01', 'T-', '1', "T-1'; --", ''])
      expect(() => desk.get(id)).toThrow(expect.objectContaining({ code: 'E_TICKET_UNKNOWN' }))
  })
})

test('U-3 a ticket takes the actions of its state and no other, and tells which', () => {
  const { desk } = newDesk()
  const { id } = desk.create(REQUEST, 'ann')
  const walk = ['wait', 'resume', 'resolve', 'reopen', 'resolve', 'close', 'reopen', 'wait', 'close'] as const
  expect(walk.map((action) => desk.transition(id, action, 'ann').state)).toEqual([
    'waiting',
    'open',
    'resolved',
    'open',
    'resolved',
    'closed',
    'open',
    'waiting',
    'closed',
  ])
  expect(desk.get(id).actions).toEqual(['reopen'])
  expect(() => desk.transition(id, 'resolve', 'ann')).toThrow(expect.objectContaining({ code: 'E_TICKET_STATE' }))
  expect(desk.get(id).entries).toHaveLength(walk.length)
})

describe('deadlines', () => {
  test('U-4 the first answer of those who help stops the first clock; the other runs until it is resolved', () => {
    const { desk, time } = newDesk()
    const { id } = desk.create(REQUEST, 'ann')
    time.advance(HOUR)
    desk.comment(id, 'Anybody?', 'requester', 'ann')
    expect(desk.get(id).clocks.firstAnswer).toMatchObject({ status: 'running', elapsedMs: HOUR, dueAt: time.now() + HOUR })
    time.advance(MINUTE)
    const { clocks } = desk.comment(id, 'On it.', 'support', 'bob')
    time.advance(HOUR)
    expect(desk.get(id).clocks.firstAnswer).toEqual(clocks.firstAnswer)
    expect(clocks.firstAnswer).toEqual({ status: 'stopped', targetMs: 2 * HOUR, elapsedMs: HOUR + MINUTE, breached: false })
    expect(desk.get(id).clocks.resolution).toMatchObject({ status: 'running', elapsedMs: 2 * HOUR + MINUTE, breached: false })
  })

  test('U-4 a deadline is breached once more than its time has run', () => {
    const { desk, time } = newDesk()
    const { id } = desk.create(REQUEST, 'ann')
    time.advance(2 * HOUR)
    expect(desk.get(id).clocks.firstAnswer.breached).toBe(false)
    time.advance(1)
    expect(desk.get(id).clocks.firstAnswer).toMatchObject({ breached: true, dueAt: time.now() - 1 })
    expect(desk.comment(id, 'Late.', 'support', 'bob').clocks.firstAnswer).toMatchObject({ status: 'stopped', breached: true })
  })

  test('U-4 no clock runs while a ticket waits for who filed it, nor while it is resolved', () => {
    const { desk, time } = newDesk()
    const { id } = desk.create(REQUEST, 'ann')
    time.advance(HOUR)
    desk.transition(id, 'wait', 'bob')
    time.advance(100 * HOUR)
    expect(desk.get(id).clocks.firstAnswer).toEqual({ status: 'paused', targetMs: 2 * HOUR, elapsedMs: HOUR, breached: false })
    desk.transition(id, 'resume', 'ann')
    time.advance(HOUR)
    desk.transition(id, 'resolve', 'bob')
    time.advance(100 * HOUR)
    expect(desk.get(id).clocks.resolution).toMatchObject({ status: 'stopped', elapsedMs: 2 * HOUR })
    desk.transition(id, 'reopen', 'ann')
    expect(desk.get(id).clocks.resolution).toMatchObject({ status: 'running', dueAt: time.now() + 22 * HOUR })
  })

  test('U-4 the priority of now counts from the beginning', () => {
    const { desk, time } = newDesk()
    const { id } = desk.create(REQUEST, 'ann')
    time.advance(HOUR)
    const { clocks, entries } = desk.prioritize(id, 'critical', 'bob')
    expect(clocks.firstAnswer).toMatchObject({ targetMs: DEFAULT_TARGETS.critical.firstAnswerMs, breached: true })
    expect(entries).toEqual([{ at: time.now(), by: 'bob', what: 'priority', priority: 'critical' }])
    expect(desk.prioritize(id, 'critical', 'bob').entries).toHaveLength(1)
  })
})

test('U-5 what is said and done stands in the order in which it happened, also with a clock that is set back', () => {
  let now = 1000
  const desk = new TicketDesk({ store: new MemoryTicketStore(), clock: { now: () => now } })
  const { id } = desk.create(REQUEST, 'ann')
  desk.comment(id, ' one ', 'requester', 'ann')
  now = 500
  const { entries, updatedAt, clocks } = desk.comment(id, 'two', 'support', 'bob')
  expect(entries.map(({ at, by }) => [at, by])).toEqual([
    [1000, 'ann'],
    [1000, 'bob'],
  ])
  expect([entries[0], updatedAt, clocks.firstAnswer.elapsedMs]).toMatchObject([{ text: 'one' }, 1000, 0])
  expect(() => desk.comment(id, ' ', 'support', 'bob')).toThrow(expect.objectContaining({ code: 'E_TICKET' }))
})

test('U-6 a ticket is linked to what it is about once, and found by it', () => {
  const { desk } = newDesk()
  const link = { kind: 'conflict', id: 'c-1' } as const
  const { id } = desk.create({ ...REQUEST, links: [link, link] }, 'ann')
  expect(desk.get(id).links).toEqual([link])
  desk.link(id, link, 'ann')
  desk.link(id, { kind: 'document', id: 'shops/north/stock' }, 'ann')
  expect(desk.get(id).links).toHaveLength(2)
  expect(desk.get(id).entries).toHaveLength(1)
  expect(desk.find({ link }).tickets.map((ticket) => ticket.id)).toEqual([id])
  expect(desk.find({ link: { kind: 'alert', id: 'c-1' } }).matches).toBe(0)
})

describe('attachments', () => {
  const png = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0)
  const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)

  test('U-7 an attachment says what it is by its bytes, and comes back whole', () => {
    const { desk } = newDesk()
    const { id } = desk.create(REQUEST, 'ann')
    const files = [
      { name: 'a.txt', bytes: png },
      { name: 'a.txt', bytes: bytes('{"a": 1}') },
      { name: 'A.TXT', bytes: bytes('words') },
    ]
    const { attachments, entries } = desk.attach(id, files, 'ann')
    expect(attachments.map(({ id: each, name, type, sizeBytes }) => [each, name, type, sizeBytes])).toEqual([
      ['a1', 'a.txt', 'image/png', 9],
      ['a2', 'a-2.txt', 'application/json', 8],
      ['a3', 'A-3.TXT', 'text/plain', 5],
    ])
    expect(entries.map(({ what }) => what)).toEqual(['attachment', 'attachment', 'attachment'])
    expect(desk.content(id, 'a1')).toEqual(png)
    expect(() => desk.content(id, 'a9')).toThrow(expect.objectContaining({ code: 'E_ATTACHMENT' }))
  })

  test('U-7 what is too large, in one piece or in all, is refused, and nothing of it is kept', () => {
    const { desk } = newDesk()
    const { id } = desk.create(REQUEST, 'ann')
    const large = new Uint8Array(5 * 1024 * 1024)
    const refused = expect.objectContaining({ code: 'E_ATTACHMENT' }) as Error
    expect(() =>
      desk.attach(
        id,
        [
          { name: 'a', bytes: png },
          { name: 'b', bytes: new Uint8Array(large.length + 1) },
        ],
        'ann',
      ),
    ).toThrow(refused)
    expect(desk.get(id).attachments).toEqual([])
    for (const name of ['a', 'b', 'c']) desk.attach(id, [{ name, bytes: large }], 'ann')
    expect(() => desk.attach(id, [{ name: 'd', bytes: large }], 'ann')).toThrow(refused)
    expect(desk.get(id).attachments).toHaveLength(3)
  })

  test('U-7 text is text, whatever it is called', () => {
    expect(['', '%PDF-1.7', '[1', 'é'].map((text) => mediaType(bytes(text)))).toEqual([
      'text/plain',
      'application/pdf',
      'text/plain',
      'text/plain',
    ])
    for (const odd of [Uint8Array.of(0xff, 0xfe), Uint8Array.of(65, 0, 66)]) expect(mediaType(odd)).toBe('application/octet-stream')
  })

  test.each([
    ['../../etc/passwd', 'passwd'],
    ['C:\\temp\\a.txt', 'a.txt'],
    ['..', 'attachment'],
    ['.bashrc', 'bashrc'],
    ['NUL.txt', '_NUL.txt'],
    ['gnp\u202Etxt.exe', 'gnptxt.exe'],
    ['a\0b\r\n.txt', 'ab.txt'],
    ['<b>:"x"|?*', '_b___x____'],
    ['report. . ', 'report'],
    ['x'.repeat(300) + '.json', 'x'.repeat(95) + '.json'],
  ])('U-8 %j is kept as %j', (given, name) => {
    expect(attachmentName(given)).toBe(name)
  })

  test('U-8 any name becomes one that is a plain file on every system, and stays it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (given) => {
        const name = attachmentName(given)
        expect(name).toMatch(/^[^./\\<>:"|?*\p{Cc}\p{Cf}][^/\\<>:"|?*\p{Cc}\p{Cf}]*$/u)
        expect(Array.from(name).length).toBeLessThanOrEqual(101)
        expect(name).not.toMatch(/[. ]$/)
      }),
    )
  })
})

describe('searching', () => {
  test('U-10 a ticket is found by the beginnings of words, in any case and accent, wherever they stand', () => {
    const { desk } = newDesk()
    const { id } = desk.create({ ...REQUEST, links: [{ kind: 'document', id: 'shops/Zürich' }] }, 'ann')
    desk.comment(id, 'Réinitialiser LE cache', 'support', 'bob')
    desk.attach(id, [{ name: 'trace.log', bytes: new Uint8Array() }], 'ann')
    for (const text of ['price', 'DRIFT', 'reinit', 'zurich', 'cache prices', 't-1', 'trace'])
      expect(desk.find({ text }).matches, text).toBe(1)
    for (const text of ['rices', 'price moon', '!?']) expect(desk.find({ text }).matches, text).toBe(0)
    expect(desk.find({ text: '  ' }).matches).toBe(1)
  })

  test('U-11 any text may be looked for', () => {
    const { desk } = newDesk()
    desk.create(REQUEST, 'ann')
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const words = queryWords(text)
        expect(words?.length ?? 0).toBeLessThanOrEqual(20)
        for (const word of words ?? []) expect(word).toMatch(/^[\p{L}\p{N}]+$/u)
        expect(desk.find({ text }).matches).toBeLessThanOrEqual(1)
      }),
    )
  })
})
