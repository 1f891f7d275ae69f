import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { previewImport } from './index.ts'

let dir: string

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'srvra-preview-'))
})

afterEach(() => rmSync(dir, { recursive: true }))

function file(name: string, content: string): string {
  writeFileSync(join(dir, name), content)
  return join(dir, name)
}

test('T-22 a preview shows fields, a template and the first rows with their keys', async () => {
  const rows = Array.from({ length: 50_000 }, (_, index) => `${index},"AD",x\n`).join('')
  // What is wrong far down is none of its business.
  const sample = await previewImport({ file: file('big cities.csv', `cityId,country,name\n${rows}"`) })
  expect(sample).toMatchObject({
    format: 'csv',
    fields: ['cityId', 'country', 'name'],
    suggestedTemplate: 'big-cities/{cityId}',
    envelopes: false,
  })
  expect(sample.rows).toHaveLength(20)
  expect(sample.rows[1]).toEqual({ line: 3, key: 'big-cities/1', value: { cityId: 1, country: 'AD', name: 'x' } })
})

test('T-22 a template of the caller is tried on the rows', async () => {
  const plan = { file: file('x.ndjson', '{"a":1}\n{"a":2,"b":"x"}\nno\n'), keyTemplate: 't/{b}' }
  expect((await previewImport(plan)).rows).toEqual([
    { line: 1, value: { a: 1 }, problem: expect.stringContaining("'b'") as string },
    { line: 2, value: { a: 2, b: 'x' }, key: 't/x' },
    { line: 3, problem: expect.any(String) as string },
  ])
})

test('T-22 rows that know their keys need no template', async () => {
  const sample = await previewImport({ file: file('x.ndjson', '{"srvra":"document/1","key":"k","version":1,"value":{"id":1}}\n') })
  expect(sample).toMatchObject({ envelopes: true, suggestedTemplate: '', rows: [{ key: 'k' }] })
  const table = await previewImport({ file: file('x.csv', '$key,$version,id\n"k",1,7\n') })
  expect(table).toMatchObject({
    envelopes: true,
    suggestedTemplate: '',
    rows: [{ key: 'k', value: { key: 'k', version: 1, value: { id: 7 } } }],
  })
})

test('T-22 what comes before a fault of form is shown with the fault', async () => {
  expect((await previewImport({ file: file('x.json', '[{"id":1},\n{"id":2}') })).rows).toEqual([
    { line: 1, value: { id: 1 }, key: 'x/1' },
    { line: 2, problem: expect.stringContaining('cut short') as string },
  ])
  await expect(previewImport({ file: file('y.json', '{"a":1'), format: 'json' })).rejects.toMatchObject({ code: 'E_IMPORT_FORMAT' })
})
