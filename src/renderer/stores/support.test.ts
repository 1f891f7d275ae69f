import { expect, test, vi } from 'vitest'

import type { BundlePreview, LogEntry, TicketDetail } from '../../shared/contract.ts'
import { failure, installBridge } from '../testing/bridge-double.ts'
import { useBundle } from './bundle.ts'
import { useLogs } from './logs.ts'
import { useNewTicket } from './new-ticket.ts'
import { useSupport } from './support.ts'
import { useSupportEndpoint } from './support-endpoint.ts'
import { useTicket } from './ticket.ts'

const clock = { status: 'running', targetMs: 1, elapsedMs: 0, breached: false } as const

function detail(id: string, change: Partial<TicketDetail['ticket']> = {}): TicketDetail {
  const ticket: TicketDetail['ticket'] = {
    id,
    number: 1,
    title: 'Prices drift',
    description: 'x',
    category: 'technical',
    priority: 'high',
    state: 'open',
    createdAt: 0,
    createdBy: 'ann',
    updatedAt: 0,
    links: [],
    entries: [],
    attachments: [],
    clocks: { firstAnswer: clock, resolution: clock },
    actions: ['wait', 'resolve', 'close'],
    ...change,
  }
  return { ticket, deliveries: [] }
}

const summary = { byState: { open: 1, waiting: 0, resolved: 2, closed: 0 }, breached: 0, waitingDeliveries: 0, failedDeliveries: 0 }
const ok = <Value>(value: Value) => ({ ok: true, value }) as const

test('V-232 a list follows what happens while somebody looks, and reads its rows by place', async () => {
  let matches = 1
  const bridge = installBridge({
    'support.tickets': () => ok({ tickets: [], matches }),
    'support.summary': () => ok(summary),
  })
  const support = useSupport()
  await support.open({ text: 'drift' })
  expect([support.matches, support.total]).toEqual([1, 3])
  const stop = support.watchNow()
  matches = 2
  bridge.tell('support', summary)
  await vi.waitFor(() => expect(support.matches).toBe(2))
  await support.read(50, 500)
  expect(bridge.asked.at(-1)).toEqual(['support.tickets', { text: 'drift', from: 50, limit: 200 }])
  stop()
  const asked = bridge.asked.length
  bridge.tell('support', summary)
  expect(bridge.asked).toHaveLength(asked)
})

test('V-232 an answer about a ticket that was left is dropped', async () => {
  const waiting: (() => void)[] = []
  installBridge({
    'support.ticket': ({ id }) => new Promise((resolve) => waiting.push(() => resolve(ok(detail(id))))),
  })
  const ticket = useTicket()
  const first = ticket.show('T-1')
  const second = ticket.show('T-2')
  for (const answer of waiting.toReversed()) answer()
  await Promise.all([first, second])
  expect(ticket.detail?.ticket.id).toBe('T-2')
})

test('V-234 a comment that could not be kept stays in its field; an action that does not apply is not asked for', async () => {
  let works = false
  const bridge = installBridge({
    'support.ticket': ({ id }) => ok(detail(id)),
    'support.comment': () => (works ? ok(detail('T-1')) : { ok: false, error: failure }),
  })
  const ticket = useTicket()
  await ticket.show('T-1')
  ticket.comment = 'And now?'
  await ticket.say('requester')
  expect(ticket.comment).toBe('And now?')
  works = true
  await ticket.say('support')
  expect(ticket.comment).toBe('')
  await ticket.transition('reopen')
  expect(bridge.asked.map(([command]) => command)).toEqual(['support.ticket', 'support.comment', 'support.comment'])
})

test('V-236 what is typed is kept until it is filed, and what it is about is added once', async () => {
  vi.useFakeTimers()
  let works = false
  const bridge = installBridge({
    'drafts.save': (draft) => ok({ ...draft, savedAt: 0 }),
    'drafts.drop': () => ok(null),
    'support.create': () => (works ? ok(detail('T-7')) : { ok: false, error: failure }),
  })
  const fresh = useNewTicket()
  const link = { kind: 'conflict', id: 'c-1' } as const
  fresh.begin(link)
  expect(await fresh.file()).toBeUndefined()
  expect(fresh.problems.description).toBeDefined()
  fresh.change({ description: 'Prices drift' })
  fresh.open = false
  fresh.begin(link)
  expect(fresh.form).toMatchObject({ description: 'Prices drift', links: [link] })
  expect(await fresh.file()).toBeUndefined()
  expect([fresh.failure, fresh.form.description]).toEqual([failure, 'Prices drift'])
  works = true
  expect((await fresh.file())?.ticket.id).toBe('T-7')
  expect([fresh.open, fresh.form.description]).toEqual([false, ''])
  expect(bridge.asked.map(([command]) => command)).toContain('drafts.drop')
  vi.useRealTimers()
})

test('V-238 what is chosen of a preview is what was looked at; a part that is left out is not in it', async () => {
  const part = { what: 'log', text: 'x', sizeBytes: 1, redactions: 0 } as const
  const preview: BundlePreview = {
    id: 'p',
    at: 0,
    parts: [
      { ...part, name: 'a', hash: '1' },
      { ...part, name: 'b', hash: '2' },
    ],
  }
  let works = false
  installBridge({ 'support.preview-bundle': () => (works ? ok(preview) : { ok: false, error: failure }) })
  const bundle = useBundle()
  const taken: unknown[] = []
  await bundle.ask((choice) => taken.push(choice))
  expect(bundle.failure).toEqual(failure)
  works = true
  await bundle.make()
  bundle.choose('a', false)
  await bundle.finish()
  expect(taken).toEqual([{ preview: 'p', parts: [{ name: 'b', hash: '2' }] }])
  bundle.choose('b', false)
  await bundle.finish()
  expect(taken).toHaveLength(1)
})

test('V-239 where tickets go is shown by name; what is refused stays in the dialog', async () => {
  let works = false
  installBridge({
    'support.endpoint': () => ok(null),
    'support.set-endpoint': () => (works ? ok({ kind: 'webhook', name: 'help.org' }) : { ok: false, error: failure }),
  })
  const endpoint = useSupportEndpoint()
  await endpoint.load()
  endpoint.ask()
  const webhook = { kind: 'webhook', url: 'https://help.org', secret: 'x', allowPrivate: false } as const
  await endpoint.set(webhook)
  expect([endpoint.open, endpoint.current, endpoint.failure]).toEqual([true, null, failure])
  works = true
  await endpoint.set(webhook)
  expect([endpoint.open, endpoint.current?.name, endpoint.failure]).toEqual([false, 'help.org', undefined])
})

test('V-240 the log follows its end until somebody reads back, and says that it went on', async () => {
  const entry = (number: number): LogEntry => ({ number, at: 0, level: 'info', component: 'hub', message: 'x' })
  let last = 3
  const bridge = installBridge({
    'logs.page': ({ before }) =>
      ok(before === undefined ? { entries: [entry(last)], more: true } : { entries: [entry(before - 1)], more: false }),
  })
  const logs = useLogs()
  await logs.open({ text: 'x' })
  logs.watchNow()
  last = 4
  bridge.tell('log', 4)
  await vi.waitFor(() => expect(logs.entries.map(({ number }) => number)).toEqual([4]))
  await logs.older()
  expect([logs.entries.map(({ number }) => number), logs.more, logs.live]).toEqual([[4, 3], false, false])
  last = 5
  bridge.tell('log', 5)
  expect([logs.behind, logs.entries.length]).toEqual([true, 2])
  await logs.setLive(true)
  expect([logs.behind, logs.entries.map(({ number }) => number)]).toEqual([false, [5]])
})
