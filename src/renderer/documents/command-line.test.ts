import fc from 'fast-check'
import { expect, test } from 'vitest'

import { setCommand, shellWord } from './command-line.ts'

/** What a POSIX shell makes of single quotes and backslashes; nothing else may have a meaning in what we write. */
function shellReads(word: string): string {
  const outside = word.replaceAll(/'[^']*'|\\./gsu, '')
  expect(outside).toMatch(/^[\w@%+=:,./-]*$/)
  return word.replaceAll(
    /'([^']*)'|\\(.)/gsu,
    (_, quoted: string | undefined, escaped: string | undefined) => quoted ?? escaped ?? '',
  )
}

test('V-116 a copied command gives a shell back exactly the key and the value', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(shellReads(shellWord(text))).toBe(text)
    }),
  )
  for (const text of ["it's", '$(rm -rf /)', '`id`', '"', 'a\nb', '', '!!', '*', '~', '#'])
    expect(shellReads(shellWord(text))).toBe(text)
})

test('V-116 the command sets a value, deletes without one, and a dash begins no option', () => {
  expect(setCommand('cities/AD/1', { name: "L'Aldosa" })).toBe(String.raw`srvra set cities/AD/1 '{"name":"L'\''Aldosa"}'`)
  expect(setCommand('odd key', undefined)).toBe("srvra delete 'odd key'")
  expect(setCommand('-x', 1)).toBe('srvra set -- -x 1')
})
