import { appendFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import type { LogNote, LogQuery } from '../ports/log.ts'
import { FileLog } from './file-log.ts'
import type { FileLogOptions } from './file-log.ts'

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'srvra-log-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  return join(folder, 'logs')
}

function newLog(dir = newFolder(), options: Partial<FileLogOptions> = {}) {
  let now = 1000
  const log = new FileLog({ dir, clock: { now: () => now++ }, ...options })
  return { log, dir, file: join(dir, 'srvra.ndjson') }
}

function note(message: string, change: Partial<LogNote> = {}): LogNote {
  return { level: 'info', component: 'hub', message, ...change }
}

function messages(log: FileLog, query: LogQuery = {}, limit = 100): readonly string[] {
  return log.page(query, limit).entries.map(({ message }) => message)
}

test('U-15 an entry is a line of JSON with number, time, level and component; only its user can read it', () => {
  const { log, file } = newLog()
  log.write(note('on\nport 1'))
  log.write(note('off', { level: 'error', code: 'E_X', stack: 'at f (a.ts:1:2)' }))
  const lines = readFileSync(file, 'utf8').trimEnd().split('\n')
  expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual([
    { number: 1, at: 1000, level: 'info', component: 'hub', message: 'on\nport 1' },
    { number: 2, at: 1001, level: 'error', component: 'hub', code: 'E_X', message: 'off', stack: 'at f (a.ts:1:2)' },
  ])
  if (process.platform !== 'win32') expect(statSync(file).mode & 0o777).toBe(0o600)
})

test('U-15 files are put aside before they grow too large, and the oldest goes', () => {
  const { log, dir } = newLog(newFolder(), { maxBytes: 1000, maxFiles: 3 })
  for (let index = 1; index <= 100; index++) log.write(note(`entry ${index}`))
  expect(readdirSync(dir).toSorted()).toEqual(['srvra.ndjson', 'srvra.ndjson.1', 'srvra.ndjson.2'])
  for (const name of readdirSync(dir)) expect(statSync(join(dir, name)).size).toBeLessThanOrEqual(1000)
  const numbers = log.page({}, 1000).entries.map(({ number }) => number)
  expect(numbers[0]).toBe(100)
  expect(numbers).toEqual(numbers.map((_, index) => 100 - index))
  expect(numbers.length).toBeGreaterThan(20)
})

test('U-15 numbers go on after a restart, also after a line that a power cut tore', () => {
  const { log, dir, file } = newLog()
  log.write(note('one'))
  appendFileSync(file, '{"number":2,"at":1')
  const again = newLog(dir).log
  again.write(note('two'))
  expect(again.page({}, 10).entries.map(({ number, message }) => [number, message])).toEqual([
    [2, 'two'],
    [1, 'one'],
  ])
})

test('U-15 a log that can not be written says so at the terminal, and throws nothing', () => {
  const terminal = vi.spyOn(process.stderr, 'write').mockReturnValue(true)
  onTestFinished(() => terminal.mockRestore())
  const dir = newFolder()
  writeFileSync(dir, 'a file where the folder should be')
  newLog(dir).log.write(note('one'))
  expect(terminal).toHaveBeenCalledWith(expect.stringContaining('can not be written'))
})

test('U-17 entries come in pages from the end, and no page has one twice or leaves one out while the log grows', () => {
  const { log } = newLog(newFolder(), { maxBytes: 2000 })
  for (let index = 1; index <= 50; index++) log.write(note(String(index)))
  const seen: number[] = []
  for (let page = log.page({}, 7); ; page = log.page({ before: seen.at(-1) ?? 0 }, 7)) {
    seen.push(...page.entries.map(({ number }) => number))
    for (let index = 0; index < 3; index++) log.write(note('more'))
    if (!page.more) break
  }
  expect(seen).toEqual(Array.from({ length: 50 }, (_, index) => 50 - index))
})

test('U-17 entries are narrowed by level, component, time and text, all at once', () => {
  const { log } = newLog()
  log.write(note('Port 7420'))
  log.write(note('port busy', { level: 'error', code: 'E_PORT_IN_USE' }))
  log.write(note('port', { component: 'support' }))
  log.write(note('else', { level: 'warn' }))
  expect(messages(log, { text: 'PORT' })).toEqual(['port', 'port busy', 'Port 7420'])
  expect(messages(log, { text: 'in_use' })).toEqual(['port busy'])
  expect(messages(log, { levels: ['error', 'warn'] })).toEqual(['else', 'port busy'])
  expect(messages(log, { text: 'port', component: 'hub', from: 1001 })).toEqual(['port busy'])
  expect(messages(log, { to: 1001 })).toEqual(['Port 7420'])
  expect(log.page({ component: 'hub' }, 3)).toMatchObject({ more: false })
  expect(log.page({ component: 'hub' }, 2)).toMatchObject({ more: true })
})

test('U-18 nothing that was hidden is written, in whatever part of an entry', () => {
  const { log, file } = newLog()
  log.hide('hunter-the-second')
  const secret = 'a hunter-the-second b'
  log.write(note(secret, { component: secret, code: secret, stack: secret }))
  expect(readFileSync(file, 'utf8')).not.toContain('hunter')
})
