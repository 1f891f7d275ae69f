import fc from 'fast-check'
import { describe, expect, onTestFinished, test } from 'vitest'
import { LARGEST_OBJECT } from '../ports/backup-target.ts'
import type { BackupObject, BackupTarget } from '../ports/backup-target.ts'
import { sayUntested } from './faults/say-untested.ts'

/** What an adapter's test hands to the contract: how to make an empty target, and how to get rid of it. */
export interface TargetFixture {
  readonly target: BackupTarget
  /** Whether what stands in for the target here writes in place, so that writers at once get mixed up in it. */
  readonly mixesWriters?: boolean
  readonly dispose?: () => Promise<void> | void
}

const UNLAWFUL = [
  '',
  '.',
  '..',
  '.hidden',
  '-a',
  'a/b',
  '../a',
  '/a',
  'a\\b',
  'A',
  'a b',
  'a\0',
  'ä',
  'a..b',
  `a${'b'.repeat(128)}`,
]
const LETTERS = ['a', 'b', 'z', '0', '1', '9', '.', '_', '-']

const objectName = fc
  .string({ unit: fc.constantFrom(...LETTERS), minLength: 1, maxLength: 12 })
  .map((text) => `a${text}`.replace(/\.+/gu, '.'))
const bytes = (count: number, seed = 1): Uint8Array => Uint8Array.from({ length: count }, (_, index) => (index * 31 + seed) % 256)

/** What every target must do. An adapter's test calls this with a way to make an empty one. */
export function backupTargetContract(name: string, create: () => Promise<TargetFixture> | TargetFixture): void {
  const fixture = async (): Promise<TargetFixture> => {
    const made = await create()
    onTestFinished(async () => made.dispose?.())
    return made
  }
  const open = async (): Promise<BackupTarget> => (await fixture()).target

  describe(`the contract of backup targets on ${name}`, () => {
    wholeObjects(open)
    writersAtOnce(fixture)
    refusals(open)
    listing(open)
    cancelling(open)
  })
}

function wholeObjects(open: () => Promise<BackupTarget>): void {
  test('B-1 an object comes back byte by byte, until another one takes its place', async () => {
    const target = await open()
    await fc.assert(
      fc.asyncProperty(objectName, fc.uint8Array({ maxLength: 5000 }), async (object, content) => {
        const before = Uint8Array.from(content)
        await target.put(object, content)
        content.fill(0)
        expect(Buffer.from(await target.get(object)).equals(before)).toBe(true)
      }),
      { numRuns: 30 },
    )
  })

  test('B-4 what is not there is missing, and may be removed all the same', async () => {
    const target = await open()
    await target.remove('a-1')
    await expect(target.get('a-1')).rejects.toMatchObject({
      code: 'E_BACKUP_MISSING',
      details: { target: target.name, object: 'a-1' },
    })
    await target.put('a-1', bytes(3))
    await target.put('a-2', bytes(4))
    await target.remove('a-1')
    await expect(target.get('a-1')).rejects.toMatchObject({ code: 'E_BACKUP_MISSING' })
    expect(await target.list({ limit: 10 })).toEqual([{ name: 'a-2', bytes: 4 }])
  })
}

function writersAtOnce(fixture: () => Promise<TargetFixture>): void {
  test('B-1 writers of one name at once leave the whole of one of them', async () => {
    const { target, mixesWriters = false } = await fixture()
    if (mixesWriters) return sayUntested(`writers at once on ${target.name}`, 'the server that stands in for it mixes them up')
    const contents = [1, 2, 3, 4, 5].map((seed) => bytes(200_000 + seed, seed))
    await Promise.all(contents.map((content) => target.put('head', content)))
    const left = Buffer.from(await target.get('head'))
    expect(contents.some((content) => left.equals(content))).toBe(true)
    expect(await target.list({ limit: 10 })).toEqual([{ name: 'head', bytes: left.byteLength }])
  })
}

function refusals(open: () => Promise<BackupTarget>): void {
  test('B-2 a name that could lead elsewhere is refused by every call', async () => {
    const target = await open()
    for (const object of UNLAWFUL)
      for (const call of [() => target.put(object, bytes(1)), () => target.get(object), () => target.remove(object)])
        await expect(call()).rejects.toMatchObject({ code: 'E_BACKUP_PATH', details: { target: target.name } })
    expect(await target.list({ limit: 10 })).toEqual([])
  })

  test('B-2 names of one and of 128 characters are fine', async () => {
    const target = await open()
    const names = ['0', `a${'-'.repeat(127)}`, 'log-0001.seg', 'z_9']
    for (const object of names) await target.put(object, bytes(2))
    expect((await target.list({ limit: 10 })).map((object) => object.name)).toEqual(names)
  })

  test('B-3 an object has 32 MiB at most', async () => {
    const target = await open()
    await expect(target.put('a', new Uint8Array(LARGEST_OBJECT + 1))).rejects.toMatchObject({
      code: 'E_BACKUP_SIZE',
      details: { target: target.name, object: 'a', limit: LARGEST_OBJECT },
    })
    await target.put('a', Buffer.alloc(LARGEST_OBJECT, 7))
    expect(await target.list({ limit: 10 })).toEqual([{ name: 'a', bytes: LARGEST_OBJECT }])
    expect(Buffer.from(await target.get('a')).equals(Buffer.alloc(LARGEST_OBJECT, 7))).toBe(true)
  })
}

function listing(open: () => Promise<BackupTarget>): void {
  test('B-5 pages together have every object once, in the order of their names', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(objectName, { maxLength: 25 }), fc.integer({ min: 1, max: 10 }), async (names, limit) => {
        const target = await open()
        await Promise.all(names.map((object, index) => target.put(object, bytes(index))))
        const expected = names.map((object, index) => ({ name: object, bytes: index }))
        expected.sort((left, right) => (left.name < right.name ? -1 : 1))
        expect(await allPages(target, limit)).toEqual(expected)
      }),
      { numRuns: 8 },
    )
  })

  test('B-5 a page begins after a name that need not be there', async () => {
    const target = await open()
    for (const object of ['a', 'c', 'd']) await target.put(object, bytes(1))
    const names = async (after: string): Promise<readonly string[]> =>
      (await target.list({ after, limit: 10 })).map((object) => object.name)
    expect(await names('b')).toEqual(['c', 'd'])
    expect(await names('c')).toEqual(['d'])
    expect(await names('d')).toEqual([])
  })
}

function cancelling(open: () => Promise<BackupTarget>): void {
  test('B-6 a call that is cancelled rejects with the reason, and what was there stays', async () => {
    const target = await open()
    await target.put('a', bytes(10))
    const reason = new Error('enough')
    const signal = AbortSignal.abort(reason)
    const calls = [
      () => target.put('a', bytes(5), signal),
      () => target.get('a', signal),
      () => target.list({ limit: 1, signal }),
      () => target.remove('a', signal),
    ]
    for (const call of calls) await expect(call()).rejects.toBe(reason)
    const half = new AbortController()
    const put = target.put('a', bytes(3_000_000), half.signal).catch((error: unknown) => error)
    half.abort(reason)
    expect([reason, undefined]).toContain(await put)
    expect([10, 3_000_000]).toContain((await target.get('a')).byteLength)
  })
}

async function allPages(target: BackupTarget, limit: number): Promise<readonly BackupObject[]> {
  const found: BackupObject[] = []
  for (;;) {
    const after = found.at(-1)?.name
    const page = await target.list({ limit, ...(after === undefined ? {} : { after }) })
    found.push(...page)
    if (page.length < limit) return found
  }
}
