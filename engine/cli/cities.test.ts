import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { CITY_COUNT, CITY_TEMPLATE, writeCities } from '../testing/cities.ts'
import { runSrvra } from '../testing/run-srvra.ts'

let dir: string

beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'srvra-cities-'))
})

afterAll(() => rmSync(dir, { recursive: true }))

async function json(...args: readonly string[]): Promise<Record<string, unknown>> {
  const { code, json: value, stderr } = await runSrvra([...args, '--json'])
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  return value as Record<string, unknown>
}

test('T-16 all the cities come in, are changed and rolled back, and go to another store with the equal digest', async () => {
  const path = (name: string): string => join(dir, name)
  for (const format of ['ndjson', 'csv'] as const) writeCities(path(`cities.${format}`), format)
  const data = ['--data', path('store')]
  const same = { created: 0, changed: 0, unchanged: CITY_COUNT, bad: 0 }
  expect(await json('import', path('cities.ndjson'), '--key', CITY_TEMPLATE, ...data)).toMatchObject({
    rows: CITY_COUNT,
    created: CITY_COUNT,
    bad: 0,
  })
  // Both forms of the file are the same documents.
  expect(await json('import', path('cities.csv'), '--key', CITY_TEMPLATE, '--dry-run', ...data)).toMatchObject(same)
  expect(await json('get', 'cities/AD/3039163', ...data)).toMatchObject({
    version: 1,
    value: { name: expect.any(String) as string, country: 'AD', adminCode: '06' },
  })

  const { at } = await json('set', 'cities/AD/3039163', '{"name":"changed"}', '--tag', 'edited', ...data)
  await json('delete', 'cities/AD/3040051', ...data)
  expect(await json('rollback', 'cities/AD/*', '--at', String(at), '--yes', ...data)).toMatchObject({ count: 1 })
  const verified = await json('verify', ...data)
  expect(verified).toMatchObject({ ok: true, documents: CITY_COUNT, changes: CITY_COUNT + 3, problems: [] })

  expect(await json('export', path('back.ndjson'), '--metadata', ...data)).toMatchObject({ documents: CITY_COUNT })
  const copy = ['--data', path('copy')]
  expect(await json('import', path('back.ndjson'), ...copy)).toMatchObject({ created: CITY_COUNT, bad: 0 })
  expect(await json('verify', ...copy)).toMatchObject({ ok: true, digest: verified['digest'] })
  expect(await json('get', 'cities/AD/3039163', ...copy)).toMatchObject({ version: 2, metadata: { tags: ['edited'] } })
}, 400_000)
