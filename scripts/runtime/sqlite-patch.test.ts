import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { applyEdit, assertNoStringReference, NODE_API_9_EDITS } from './sqlite-patch.ts'

const packageFolder = dirname(createRequire(import.meta.url).resolve('better-sqlite3/package.json'))
const sourceOf = (file: string): string => readFileSync(join(packageFolder, file), 'utf8')

test('every edit finds its place in the sources of the pinned version, and no string reference remains', () => {
  const patched = new Map<string, string>()
  for (const edit of NODE_API_9_EDITS) patched.set(edit.file, applyEdit(patched.get(edit.file) ?? sourceOf(edit.file), edit))
  for (const [file, text] of patched) assertNoStringReference(file, text)
  expect(patched.get('binding.gyp')).toContain("'NAPI_VERSION=9'")
  expect(patched.get('src/util/helpers.cpp')).toMatch(
    /struct StringRef \{[^]*SetFrozen\(Napi::Env env, Napi::Object obj, const StringRef& key/,
  )
})

test('an edit whose text is gone, or found more often than expected, is refused with the file and the counts', () => {
  const edit = { file: 'a.cpp', find: 'x', replace: 'y', count: 2 }
  expect(applyEdit('x x', edit)).toBe('y y')
  expect(() => applyEdit('x', edit)).toThrow(/a\.cpp holds "x" 1 times instead of 2/)
  expect(() => applyEdit('x x x', edit)).toThrow(/3 times instead of 2/)
})

test('a string reference that the patch does not know is refused', () => {
  expect(() => assertNoStringReference('new.cpp', 'Napi::Reference<Napi::String> fresh;')).toThrow(/new\.cpp/)
})
