import { describe, expect, test } from 'vitest'

import type { ServiceClock } from '../../shared/contract.ts'
import { endpointOf, endpointProblems, emptyEndpoint } from './endpoint-form.ts'
import { beginningOf, entryText, levelsFrom } from './log-words.ts'
import { emptyForm, formProblems, parseForm, requestOf } from './ticket-form.ts'
import { linkTarget, linkText, newTicketRoute, parseLink } from './ticket-links.ts'
import { clockWords, entryWords, nextClock } from './ticket-words.ts'

const HOUR = 3_600_000
const NOW = 1_800_000_000_000

function clock(change: Partial<ServiceClock>): ServiceClock {
  return { status: 'running', targetMs: HOUR, elapsedMs: 0, breached: false, ...change }
}

describe('deadlines', () => {
  test.each([
    [clock({ dueAt: NOW + 2 * HOUR }), 'due in 2 h', 'neutral'],
    // Nobody told the page: the time of the page says it.
    [clock({ dueAt: NOW - HOUR }), 'overdue since 1 h ago', 'danger'],
    [clock({ status: 'paused' }), 'paused', 'neutral'],
    [clock({ status: 'paused', breached: true }), 'paused, missed', 'danger'],
    [clock({ status: 'stopped' }), 'kept', 'ok'],
    [clock({ status: 'stopped', breached: true }), 'missed', 'danger'],
  ])('V-235 a deadline is told in words (%#)', (given, text, tone) => {
    expect(clockWords(given, NOW)).toEqual({ text, tone })
  })

  test('V-235 a list tells of the deadline that comes next', () => {
    const resolution = clock({ dueAt: NOW + 5 * HOUR })
    expect(nextClock({ firstAnswer: clock({ dueAt: NOW + HOUR }), resolution }, NOW).text).toBe('Answer due in 1 h')
    expect(nextClock({ firstAnswer: clock({ status: 'stopped' }), resolution }, NOW).text).toBe('Resolution due in 5 h')
    const done = clock({ status: 'stopped' })
    expect(nextClock({ firstAnswer: clock({ status: 'stopped', breached: true }), resolution: done }, NOW)).toEqual({
      text: 'Kept',
      tone: 'ok',
    })
  })
})

describe('a new ticket', () => {
  test('V-236 a draft comes back as it was kept, also one of another version', () => {
    const form = { ...emptyForm, title: 'a', description: 'b', links: [{ kind: 'alert', id: 'x' } as const] }
    expect(parseForm(JSON.stringify(form))).toEqual(form)
    for (const text of [undefined, '', '{', 'null', '[]', '{"priority":"urgent","links":1,"title":2}'])
      expect(parseForm(text)).toEqual(emptyForm)
  })

  test('V-236 what is wrong is said by field', () => {
    expect(formProblems(emptyForm)).toEqual({ description: 'Say what is wrong, or what you need.' })
    expect(formProblems({ ...emptyForm, description: 'x', title: 'x'.repeat(201) })).toEqual({ title: 'At most 200 characters.' })
    expect(Object.keys(formProblems({ ...emptyForm, description: 'x'.repeat(20_001) }))).toEqual(['description'])
    const { title: _none, ...request } = { ...emptyForm, description: 'x' }
    expect(requestOf({ ...emptyForm, title: ' ', description: ' x ' })).toEqual(request)
  })
})

describe('links', () => {
  test('V-237 what a ticket is about stands in an address and is read back', () => {
    for (const link of [
      { kind: 'alert', id: 'hot:1' },
      { kind: 'document', id: 'shops/a b' },
    ] as const) {
      expect(parseLink(linkText(link))).toEqual(link)
      expect(newTicketRoute(link)).toEqual({ name: 'support', query: { new: '1', link: linkText(link) } })
    }
    for (const text of ['', 'alert', 'alert:', 'user:1', ':x']) expect(parseLink(text)).toBeUndefined()
  })

  test('V-237 a link leads to the thing itself', () => {
    expect(linkTarget({ kind: 'conflict', id: 'c' })).toEqual({ name: 'conflicts', query: { conflict: 'c' } })
    expect(linkTarget({ kind: 'replica', id: 'r' })).toEqual({ name: 'clients', query: { client: 'r' } })
    expect(linkTarget({ kind: 'document', id: 'k' })).toEqual({ name: 'state', query: { key: 'k' } })
    expect(linkTarget({ kind: 'alert', id: 'a' })).toEqual({ path: '/alerts', query: { alert: 'a' } })
    expect(linkTarget({ kind: 'audit', id: '7' })).toBeUndefined()
  })
})

test('V-234 what happened is told in sentences, and names show what hides in them', () => {
  const by = { at: 0, by: 'ann' }
  expect(entryWords({ ...by, what: 'state', action: 'wait', state: 'waiting' })).toBe('The ticket waits for the requester')
  expect(entryWords({ ...by, what: 'priority', priority: 'high' })).toBe('Priority is high')
  expect(entryWords({ ...by, what: 'attachment', attachment: 'a1', name: 'a\u202Eb' })).toBe('Attached a\\u202eb')
  expect(entryWords({ ...by, what: 'link', link: { kind: 'alert', id: 'x' } })).toBe('Linked alert x')
})

describe('where tickets go', () => {
  test('V-239 a webhook needs https, or http where that is meant, and a secret of some length', () => {
    const form = { ...emptyEndpoint, url: 'http://127.0.0.1:1/', secret: 'x'.repeat(16) }
    expect(Object.keys(endpointProblems(form))).toEqual(['url'])
    expect(endpointProblems({ ...form, allowPrivate: true })).toEqual({})
    expect(Object.keys(endpointProblems({ ...form, url: 'https://a.org', secret: 'x' }))).toEqual(['secret'])
    expect(endpointOf({ ...form, allowPrivate: true })).toEqual({
      kind: 'webhook',
      url: 'http://127.0.0.1:1/',
      secret: 'x'.repeat(16),
      allowPrivate: true,
    })
  })

  test('V-239 e-mail needs a server, a port, and people', () => {
    const form = { ...emptyEndpoint, kind: 'email', host: 'mail.org', from: 'a@b.org', to: 'c@d.org, e@f.org' } as const
    expect(endpointProblems(form)).toEqual({})
    expect(Object.keys(endpointProblems({ ...form, host: '', port: '0', from: 'x', to: ' , ' }))).toEqual([
      'host',
      'port',
      'from',
      'to',
    ])
    expect(endpointOf(form)).toEqual({
      kind: 'email',
      host: 'mail.org',
      port: 587,
      secure: false,
      from: 'a@b.org',
      to: ['c@d.org', 'e@f.org'],
    })
    expect(endpointOf({ ...form, user: 'u', password: 'p' })).toMatchObject({ user: 'u', password: 'p' })
  })
})

test('V-240 a level stands for itself and what is worse; an entry is copied as text', () => {
  expect(levelsFrom('all')).toBeUndefined()
  expect(levelsFrom('warn')).toEqual(['error', 'warn'])
  expect(beginningOf('hour', NOW)).toBe(NOW - HOUR)
  expect(beginningOf('all', NOW)).toBeUndefined()
  const entry = { number: 1, at: 0, level: 'error', component: 'hub', code: 'E_X', message: 'off', stack: 'at f' } as const
  expect(entryText(entry)).toBe('1970-01-01 00:00:00 UTC · Error · hub · E_X\noff\nat f')
})
