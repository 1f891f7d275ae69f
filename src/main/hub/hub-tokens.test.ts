import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { hubTokens } from './hub-tokens.ts'

let folder = ''
const report = vi.fn<(error: unknown) => void>()

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'srvra-hub-'))
  report.mockReset()
})
afterEach(() => rmSync(folder, { recursive: true }))

test('V-136 tokens are made once, are not to be guessed, and only their user can read them', () => {
  const first = hubTokens(folder, report)
  expect(hubTokens(folder, report)).toEqual(first)
  expect(first.app).not.toBe(first.demo)
  expect(first.app).toMatch(/^[\w-]{32}$/)
  if (process.platform !== 'win32') expect(statSync(join(folder, 'hub.json')).mode & 0o777).toBe(0o600)
  expect(readdirSync(folder)).toEqual(['hub.json'])
  expect(report).not.toHaveBeenCalled()
})

test.each(['', '{"app":"short","demo":"short"}', '{"app":'])('V-136 a damaged file %j is put aside, and told of', (text) => {
  writeFileSync(join(folder, 'hub.json'), text)
  const made = hubTokens(folder, report)
  expect(hubTokens(folder, report)).toEqual(made)
  expect(readdirSync(folder).toSorted()).toEqual(['hub.json', 'hub.json.damaged'])
  expect(report).toHaveBeenCalledOnce()
})
