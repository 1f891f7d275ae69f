import { parse } from 'csv-parse/sync'
import { expect, test } from 'vitest'
import type { LinkedEntry } from './audit-entry.ts'
import { headOf, lineOf } from './export-entries.ts'

const entry: LinkedEntry = {
  n: 7,
  at: Date.UTC(2026, 10, 23, 12),
  actor: '=cmd|calc',
  origin: 'console',
  action: 'document.set',
  target: 'a"b,c\r\nd=e|f',
  outcome: 'refused',
  code: 'E_FORBIDDEN',
  changes: { seq: 9, version: 2 },
  details: { reason: 'x=y' },
  link: 'abc',
}

test('A-11 a line of NDJSON is the entry', () => {
  expect(JSON.parse(lineOf(entry, 'ndjson', '1.0.0'))).toEqual(entry)
  expect(headOf('ndjson')).toBe('')
})

test('A-11 a spreadsheet reads back what was written, and runs nothing of it', () => {
  const [row] = parse<Record<string, string>>(headOf('csv') + lineOf(entry, 'csv', '1.0.0'), { columns: true })
  expect(row).toMatchObject({
    n: '7',
    at: '2026-11-23T12:00:00.000Z',
    actor: "'=cmd|calc",
    target: entry.target,
    seq: '9',
    through: '',
    details: '{"reason":"x=y"}',
  })
})

test('A-11 nothing in an event passes for another field or another event', () => {
  const line = lineOf({ ...entry, action: 'a|b\n' }, 'cef', '1.0.0')
  expect(line.split('\n')).toHaveLength(2)
  expect(line).toContain(String.raw`CEF:0|SRVRA|Sync|1.0.0|a\|b |a\|b |6|rt=`)
  expect(line).toContain(String.raw`duid=a"b,c\r\nd\=e|f cn1=9`)
  expect(line).toContain(String.raw`msg={"reason":"x\=y"}`)
})
