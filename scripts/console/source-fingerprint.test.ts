import { mkdirSync, mkdtempSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { sourceFingerprint } from './source-fingerprint.ts'

let base: string
const fingerprint = (): Promise<string> => sourceFingerprint(base, ['src', 'package.json'])
beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'srvra-sources-'))
  mkdirSync(join(base, 'src', 'main', 'node_modules'), { recursive: true })
  writeFileSync(join(base, 'src', 'main', 'index.ts'), 'export {}')
  writeFileSync(join(base, 'package.json'), '{}')
})
afterEach(() => rmSync(base, { recursive: true, force: true }))

test('the fingerprint stays when only dates, tests or packages change', async () => {
  const before = await fingerprint()
  utimesSync(join(base, 'package.json'), 1, 1)
  writeFileSync(join(base, 'src', 'main', 'index.test.ts'), '')
  writeFileSync(join(base, 'src', 'main', 'node_modules', 'x.js'), '')
  expect(await fingerprint()).toBe(before)
})

test('the fingerprint changes with a content, a name and a new file', async () => {
  const seen = new Set([await fingerprint()])
  writeFileSync(join(base, 'src', 'main', 'index.ts'), 'export { }')
  seen.add(await fingerprint())
  renameSync(join(base, 'src', 'main', 'index.ts'), join(base, 'src', 'main', 'other.ts'))
  seen.add(await fingerprint())
  writeFileSync(join(base, 'src', 'main', 'empty.ts'), '')
  seen.add(await fingerprint())
  expect(seen.size).toBe(4)
})
