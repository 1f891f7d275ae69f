import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { sampleTicket, ticketContract } from '../testing/ticket-contract.ts'
import { MemoryTicketStore } from './memory-ticket-store.ts'
import { openDatabase } from './sqlite-storage/open-database.ts'
import { SqliteTicketStore } from './sqlite-ticket-store.ts'

function newFile(): string {
  const folder = mkdtempSync(join(tmpdir(), 'srvra-tickets-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  return join(folder, 'support.sqlite')
}

ticketContract('memory', () => new MemoryTicketStore())
ticketContract('SQLite', () => new SqliteTicketStore(newFile()))

test('U-1 tickets in a file are there when it is opened anew', () => {
  const file = newFile()
  const first = new SqliteTicketStore(file)
  first.write({ ticket: sampleTicket(1), words: 'lunch' })
  first.close()
  const second = new SqliteTicketStore(file)
  expect(second.find({ words: ['lunch'] }, { from: 0, limit: 1 }).tickets).toEqual([sampleTicket(1)])
  second.close()
})

test('U-1 a write that fails in the middle leaves nothing', () => {
  const store = new SqliteTicketStore(newFile())
  onTestFinished(() => store.close())
  const bytes = new Uint8Array(1)
  const twice = [1, 2].map(() => ({ ticket: 1, attachment: 'a1', bytes }))
  expect(() => store.write({ ticket: sampleTicket(1), words: '', contents: twice })).toThrow(/UNIQUE/)
  expect(store.get(1)).toBeUndefined()
})

test('U-1 a file of a newer form is refused, and stays as it is', () => {
  const file = newFile()
  new SqliteTicketStore(file).close()
  const database = openDatabase(file)
  database.pragma('user_version = 99')
  database.close()
  expect(() => new SqliteTicketStore(file)).toThrow(expect.objectContaining({ code: 'E_STORE_NEWER' }))
})
