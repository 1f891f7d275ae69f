import fc from 'fast-check'
import { expect, test } from 'vitest'
import { canonicalText, DEFAULT_JSON_LIMITS } from '../core/json/index.ts'
import { chunked, gather } from '../testing/chunked.ts'
import { arbitraryJson } from '../testing/json-arbitrary.ts'
import { readRows } from './read-rows.ts'
import type { TransferFormat } from './transfer-format.ts'
import { utf8Chunks } from './utf8-chunks.ts'

interface Seen {
  readonly line: number
  readonly value?: unknown
  readonly code?: string
}

async function read(format: TransferFormat, bytes: Buffer | string, ...sizes: readonly number[]): Promise<readonly Seen[]> {
  const rows = await gather(readRows(utf8Chunks(chunked(bytes, ...sizes)), { format, limits: DEFAULT_JSON_LIMITS }))
  return rows.map(({ line, value, problem }) => (problem === undefined ? { line, value } : { line, code: problem.code }))
}

const refusal = (code: string, line: number): unknown =>
  expect.objectContaining({ code, details: expect.objectContaining({ line }) as unknown })

test('T-8 NDJSON is one document a line, whatever ends it', async () => {
  const rows = [
    { line: 1, value: { a: 1 } },
    { line: 2, value: [2] },
    { line: 5, value: 'x' },
    { line: 6, value: 4 },
  ]
  expect(await read('ndjson', '{"a":1}\r\n[2]\n\n  \n"x"\n 4 ')).toEqual(rows)
  expect(await read('ndjson', '{"a":1}\r\n[2]\n\n  \n"x"\n 4 ', 1)).toEqual(rows)
})

test('T-8 a JSON file is one array, its documents numbered by their lines', async () => {
  const text = ' \n[ {"a": [1, "],"]},\n\n "\\"x" , 3,\nnull, {}\n]\n \n'
  const rows = [
    { line: 2, value: { a: [1, '],'] } },
    { line: 4, value: '"x' },
    { line: 4, value: 3 },
    { line: 5, value: null },
    { line: 5, value: {} },
  ]
  expect(await read('json', text)).toEqual(rows)
  expect(await read('json', text, 1)).toEqual(rows)
  expect(await read('json', ' [ \n ] ')).toEqual([])
})

test('T-8 where chunks end makes no difference', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(arbitraryJson, { maxLength: 5 }),
      fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1 }),
      async (values, sizes) => {
        const texts = values.map((value) => canonicalText(value))
        const whole = await read('json', `[${texts.join(',')}]`)
        expect(whole.map((row) => canonicalText(row.value as never))).toEqual(texts)
        expect(await read('json', `[${texts.join(',')}]`, ...sizes)).toEqual(whole)
        const lines = await read('ndjson', texts.join('\n'), ...sizes)
        expect(lines.map((row) => canonicalText(row.value as never))).toEqual(texts)
      },
    ),
    { numRuns: 300 },
  )
})

test.each([
  ['{"a":1,"a":2}', 'E_DUPLICATE_KEY'],
  ['{"__proto__":1}', 'E_KEY_FORBIDDEN'],
  ['9007199254740993', 'E_NUMBER'],
  ['1e400', 'E_NUMBER'],
  ['"\\ud800"', 'E_UNICODE'],
  [`${'['.repeat(100_000)}${']'.repeat(100_000)}`, 'E_DEPTH'],
  ['NaN', 'E_JSON_SYNTAX'],
  ['{a:1}', 'E_JSON_SYNTAX'],
  ['{"a":1} {"b":2}', 'E_JSON_SYNTAX'],
])('T-8 the row %s is refused with %s, the rows around it are read', async (row, code) => {
  const expected = [
    { line: 1, value: 1 },
    { line: 2, code },
    { line: 3, value: 2 },
  ]
  expect(await read('ndjson', `1\n${row}\n2\n`)).toEqual(expected)
  expect(await read('json', `[1,\n${row},\n2]`)).toEqual(expected)
})

test('T-8 a row that the end of the file cuts short is told from one that is wrong', async () => {
  expect(await read('ndjson', '{"a":1}\n{"a":')).toEqual([
    { line: 1, value: { a: 1 } },
    { line: 2, code: 'E_IMPORT_TRUNCATED' },
  ])
  expect(await read('ndjson', '{"a":1}\n{"a":\n')).toEqual([
    { line: 1, value: { a: 1 } },
    { line: 2, code: 'E_JSON_SYNTAX' },
  ])
  await expect(read('json', '[1,\n{"a":\n"x')).rejects.toEqual(refusal('E_IMPORT_TRUNCATED', 2))
  await expect(read('json', '[1,\n2\n')).rejects.toEqual(refusal('E_IMPORT_TRUNCATED', 2))
  await expect(read('json', '[')).rejects.toEqual(refusal('E_IMPORT_TRUNCATED', 1))
})

test.each([
  ['[1,]', 1],
  ['[,1]', 1],
  ['[1,\n,2]', 2],
  ['{"a":1}', 1],
  ['\n[1] 2', 2],
  ['[1]\n]', 2],
  [' \n ', 2],
])('T-8 %j is no array of documents', async (text, line) => {
  await expect(read('json', text)).rejects.toEqual(refusal('E_IMPORT_FORMAT', line))
})

test('T-7 a row without an end is given up, not held', async () => {
  const huge = `{"a":1}\n"${'x'.repeat(3_000_000)}`
  await expect(read('ndjson', huge, 65_536)).rejects.toEqual(refusal('E_TOO_LARGE', 2))
  await expect(read('json', `[${huge.replace('\n', ',\n')}`, 65_536)).rejects.toEqual(refusal('E_TOO_LARGE', 2))
  await expect(read('csv', `a,b\n1,2\n3,"${'x'.repeat(3_000_000)}`, 65_536)).rejects.toEqual(refusal('E_TOO_LARGE', 3))
})

test.each([1, 2, 3, 5, 100])('T-6 a byte order mark is no part of the text, in chunks of %i', async (size) => {
  expect(await read('ndjson', '\ufeff"Zürich 😀"\n1', size)).toEqual([
    { line: 1, value: 'Zürich 😀' },
    { line: 2, value: 1 },
  ])
  expect(await read('ndjson', '\ufeff', size)).toEqual([])
  expect(await read('ndjson', '7', size)).toEqual([{ line: 1, value: 7 }])
})

test.each([1, 4, 4096])('T-6 text that is not UTF-8 is refused with its line, in chunks of %i', async (size) => {
  const lines = '"a"\n'.repeat(5000)
  const wrong = (bytes: readonly number[]): Buffer =>
    Buffer.concat([Buffer.from(lines), Buffer.from(bytes), Buffer.from('\n1\n1\n')])
  for (const bytes of [[0xff], [0xc3, 0x28], [0xe2, 0x82], [0xc0, 0x80], [0xed, 0xa0, 0x80], [0x22, 0xe4, 0x22]]) {
    await expect(read('ndjson', wrong(bytes), size)).rejects.toEqual(refusal('E_IMPORT_ENCODING', 5001))
  }
  await expect(read('ndjson', Buffer.from([0x31, 0x0a, 0xe2, 0x82]), size)).rejects.toEqual(refusal('E_IMPORT_ENCODING', 2))
})

test.each([
  ['UTF-16LE with a mark', Buffer.from('\ufeff[{"a":1}]', 'utf16le')],
  ['UTF-16BE with a mark', Buffer.from('\ufeff[{"a":1}]', 'utf16le').swap16()],
  ['UTF-16LE without one', Buffer.from('[{"a":1}]', 'utf16le')],
  ['UTF-16BE without one', Buffer.from('[{"a":1}]', 'utf16le').swap16()],
])('T-6 %s is refused with a sentence', async (_, bytes) => {
  for (const format of ['json', 'ndjson', 'csv'] as const) {
    await expect(read(format, bytes)).rejects.toThrow(/UTF-16.*Save it as UTF-8/)
  }
})
