import fc from 'fast-check'
import { expect, test } from 'vitest'
import { admitJson, canonicalText, DEFAULT_JSON_LIMITS } from '../core/json/index.ts'
import type { JsonValue } from '../core/json/index.ts'
import type { StoredDocument } from '../ports/storage.ts'
import { chunked, gather } from '../testing/chunked.ts'
import { arbitraryJson } from '../testing/json-arbitrary.ts'
import { cellsOfDocument } from './csv-cells.ts'
import { csvRecords } from './csv-records.ts'
import { csvRows, learnCsv } from './csv-rows.ts'
import { exportText } from './export-text.ts'

interface Seen {
  readonly line: number
  readonly value?: unknown
  readonly code?: string
}

async function read(bytes: string, ...sizes: readonly number[]): Promise<readonly Seen[]> {
  const reading = await learnCsv(chunked(bytes, ...sizes), false, 1_000_000)
  const rows = await gather(csvRows(chunked(bytes, ...sizes), reading, DEFAULT_JSON_LIMITS, 1_000_000))
  return rows.map(({ line, value, problem }) => (problem === undefined ? { line, value } : { line, code: problem.code }))
}

const values = async (bytes: string): Promise<readonly unknown[]> => (await read(bytes)).map((row) => row.value ?? row.code)

const refusal = (code: string, line: number): unknown =>
  expect.objectContaining({ code, details: expect.objectContaining({ line }) as unknown })

test.each([1, 2, 3, 7, 1000])('T-10 records are known by the line where they begin, in chunks of %i', async (size) => {
  const text = 'a,b\r\n1,"x\r\ny\n""z"""\r\n\r\n \n3,4\n5,"6\n\n"\r\n7,8'
  expect(await read(text, size)).toEqual([
    { line: 2, value: { a: 1, b: 'x\r\ny\n"z"' } },
    { line: 7, value: { a: 3, b: 4 } },
    { line: 8, value: { a: 5, b: '6\n\n' } },
    { line: 11, value: { a: 7, b: 8 } },
  ])
})

test('T-10 blank lines count as lines', async () => {
  expect(await read('\n\na\n1\n\n\r\n2\n')).toEqual([
    { line: 4, value: { a: 1 } },
    { line: 7, value: { a: 2 } },
  ])
})

test('T-10 the delimiter is the one that the header has most of', async () => {
  expect(await values('a;b\n1;2,5')).toEqual([{ a: 1, b: '2,5' }])
  expect(await values('a\tb\n1\tx')).toEqual([{ a: 1, b: 'x' }])
  expect(await values('"a;b;c",d\n1,2')).toEqual([{ 'a;b;c': 1, d: 2 }])
})

test('T-10 a quote in the wrong place is refused with the line of its record', async () => {
  await expect(read('a\n"x\ny\n"\n1\n"x"y\n')).rejects.toEqual(refusal('E_IMPORT_FORMAT', 6))
  await expect(read('a\n1\nx"y\n')).rejects.toEqual(refusal('E_IMPORT_FORMAT', 3))
  await expect(read('a\n1\n"x\ny\n')).rejects.toEqual(refusal('E_IMPORT_TRUNCATED', 3))
})

test('T-10 a last record that the end of the file cuts short is told from one that is wrong', async () => {
  expect(await read('a,b\n1,2\n3')).toEqual([
    { line: 2, value: { a: 1, b: 2 } },
    { line: 3, code: 'E_IMPORT_TRUNCATED' },
  ])
  expect(await read('a,b\n1,2\n3\n')).toEqual([
    { line: 2, value: { a: 1, b: 2 } },
    { line: 3, code: 'E_IMPORT_ROW' },
  ])
  expect(await read('a,b\n1,2,3')).toEqual([{ line: 2, code: 'E_IMPORT_ROW' }])
})

test('T-11 a header names fields by their paths', async () => {
  expect(await values(String.raw`id,loc.type,loc.at:json,a\.b,No. of items,end.` + '\n1,"Point","[1,2]",x,y,z')).toEqual([
    { id: 1, loc: { type: 'Point', at: [1, 2] }, 'a.b': 'x', 'No. of items': 'y', 'end.': 'z' },
  ])
  expect(await values(':json\n"[1,null]"\n"""x"""\n{}\n')).toEqual([[1, null], 'x', {}])
})

test('T-11 an empty bare cell is an absent field, an empty quoted one an empty text', async () => {
  expect(await values('a,b.c,d\n,,\n"","",\n')).toEqual([{}, { a: '', b: { c: '' } }])
  expect(await values('a,,b\n1,,2\n1,x,2\n')).toEqual([{ a: 1, b: 2 }, 'E_IMPORT_ROW'])
})

test.each(['a,b,a\n', 'a:json,a:json\n', ',\n', 'a\\\n'])('T-11 the header %j is refused', async (text) => {
  await expect(read(`${text}1,2\n`)).rejects.toEqual(refusal('E_IMPORT_FORMAT', 1))
})

test('T-11 a header can not reach a prototype', async () => {
  for (const name of ['__proto__.polluted', 'a.__proto__', '__proto__:json']) {
    await expect(read(`${name}\nx`)).rejects.toEqual(refusal('E_KEY_FORBIDDEN', 1))
  }
  expect(await values('constructor.prototype.polluted\nx')).toEqual([{ constructor: { prototype: { polluted: 'x' } } }])
  expect(({} as { polluted?: unknown }).polluted).toBeUndefined()
})

test('T-11 a field and a part of it in one row make the row bad', async () => {
  expect(await values('a,a.b,a.b.c\n1,,\n,2,\n1,2,\n,2,3\n')).toEqual([{ a: 1 }, { a: { b: 2 } }, 'E_IMPORT_ROW', 'E_IMPORT_ROW'])
  expect(await values('a:json,a.b\n{},2\n"{""x"":1}",\nnone,\n')).toEqual(['E_IMPORT_ROW', { a: { x: 1 } }, 'E_IMPORT_ROW'])
})

test('T-11 the order of the columns makes no difference to that', async () => {
  expect(await values('a.b.c,a.b,a\n1,,\n1,2,\n1,,3\n')).toEqual([{ a: { b: { c: 1 } } }, 'E_IMPORT_ROW', 'E_IMPORT_ROW'])
})

test('T-12 the bare cells of a column are literals when all of them are', async () => {
  expect(await values('a\n1\ntrue\n-0.5\n"7"\n')).toEqual([{ a: 1 }, { a: true }, { a: -0.5 }, { a: '7' }])
  expect(await values('zip\n90210\n01234\n')).toEqual([{ zip: '90210' }, { zip: '01234' }])
})

test.each([
  '007',
  '1.50',
  '1e5',
  '+1',
  '-0',
  '.5',
  '5.',
  '9007199254740993',
  '0x10',
  'NaN',
  'Infinity',
  'null',
  'TRUE',
  '1,5',
  '12 ',
])('T-12 %j is text', async (cell) => {
  expect(await values(`a\tb\n${cell}\t1\n`)).toEqual([{ a: cell, b: 1 }])
})

test('T-13 formulas come in as text and go out with an apostrophe', async () => {
  const formulas = ['=1+1', '+1', '-x', '@SUM(A1)', '\t=1', '\r=1', '\n=1', '＝1', "'=1", "''-1"]
  expect(await values(`a\n${formulas.slice(0, 4).join('\n')}\n`)).toEqual(formulas.slice(0, 4).map((a) => ({ a })))
  for (const a of formulas) {
    const cell = cellsOfDocument({ a }).get('a') as string
    expect(cell).toMatch(/^"'/)
    expect(await values(`a\n${cell}\n`)).toEqual([{ a }])
  }
  expect([...cellsOfDocument({ a: "'x", '=b': -1 })]).toEqual([
    ['a', '"\'x"'],
    [String.raw`\=b`, '-1'],
  ])
})

function table(documents: readonly JsonValue[]): string {
  const columns = [...new Set(documents.flatMap((value) => [...cellsOfDocument(value).keys()]))]
  const text = exportText('csv', undefined, columns)
  return (
    text.begin +
    text.page(
      documents.map((value) => ({ value }) as StoredDocument),
      true,
    ) +
    text.end
  )
}

test('T-14 exported CSV reads back as the same documents', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(arbitraryJson, { minLength: 1, maxLength: 5 }),
      fc.integer({ min: 1, max: 50 }),
      async (documents, size) => {
        const rows = await read(table(documents), size)
        expect(rows.map(({ value, code }) => code ?? canonicalText(value as JsonValue))).toEqual(
          documents.map((value) => canonicalText(value)),
        )
      },
    ),
    { numRuns: 2000 },
  )
})

test('T-14 numbers, texts, null and lists of one field go into columns that keep them apart', async () => {
  const documents = [
    { a: 1 },
    { a: '1' },
    { a: null },
    { a: [] },
    { a: 1e21 },
    { a: { b: {} } },
    { a: '' },
    {},
    [1],
    { '': 1 },
  ].map((value) => admitJson(value))
  expect(table(documents)).toBe(
    [
      'a,a:json,a.b:json,:json',
      '1,,,',
      '"1",,,',
      ',"null",,',
      ',"[]",,',
      ',"1e+21",,',
      ',,"{}",',
      '"",,,',
      ',,,"{}"',
      ',,,"[1]"',
      ',,,"{"""":1}"',
      '',
    ].join('\n'),
  )
})

test('T-10 a file without records has no rows', async () => {
  expect(await gather(csvRecords(chunked('\n \r\n\n'), 100))).toEqual([])
  expect(await read('\n\na\n')).toEqual([])
})
