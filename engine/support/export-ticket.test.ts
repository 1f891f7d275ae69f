import { expect, test } from 'vitest'
import { sampleTicket } from '../testing/ticket-contract.ts'
import { ticketAsJson, ticketAsMarkdown } from './export-ticket.ts'

const at = Date.UTC(2026, 0, 2, 3, 4, 5)

const ticket = sampleTicket(7, {
  title: 'Prices *drift*',
  description: 'Since lunch.\n# Not a heading\n1. not a list <script>alert(1)</script>',
  createdAt: at,
  updatedAt: at,
  links: [{ kind: 'document', id: 'shops/a_b' }],
  entries: [
    { at, by: 'ann', what: 'comment', text: 'one\ntwo', from: 'support' },
    { at, by: 'ann', what: 'state', action: 'resolve', state: 'resolved' },
    { at, by: 'ann', what: 'attachment', attachment: 'a1', name: 'a.txt' },
  ],
  attachments: [
    { id: 'a1', name: 'a.txt', type: 'text/plain', sizeBytes: 3, hash: 'ab'.repeat(32), at, by: 'ann', origin: 'file' },
  ],
})

test('U-13 as Markdown a ticket reads whole, and what somebody typed stays text', () => {
  expect(ticketAsMarkdown(ticket)).toBe(String.raw`# T-7: Prices \*drift\*

- State: open
- Priority: high
- Category: technical
- Filed: 2026-01-02T03:04:05.000Z by ann
- Last change: 2026-01-02T03:04:05.000Z
- About: document shops/a\_b

> Since lunch.
> \# Not a heading
> \1. not a list \<script\>alert(1)\</script\>

## What happened

- 2026-01-02T03:04:05.000Z, ann (support):

  > one
  > two

- 2026-01-02T03:04:05.000Z, ann: resolve, now resolved
- 2026-01-02T03:04:05.000Z, ann: attached a.txt

## Attachments

- a.txt (text/plain, 3 bytes, SHA-256 abababababababab…)
`)
})

test('U-13 as JSON a ticket is itself', () => {
  expect(JSON.parse(ticketAsJson(ticket))).toEqual(ticket)
})
