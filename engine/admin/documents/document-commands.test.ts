import fc from 'fast-check'
import { expect, test } from 'vitest'
import { compareCodePoints } from '../../core/query/index.ts'
import { createAdminFixture } from '../../testing/admin-fixture.ts'

const refused = (code: string, details: object = {}): unknown =>
  expect.objectContaining({ code, details: expect.objectContaining(details) as object })

test('V-65 a write carries the caller’s name and the reason, and is guarded by its base', async () => {
  const { call, state, clock } = createAdminFixture()
  const receipt = await call('documents.set', { key: 'a', baseVersion: 0, text: '{"n": 1}', reason: 'first' })
  expect(receipt).toEqual({ key: 'a', version: 1, seq: 1, at: clock.now(), changed: true })
  expect(state.getHistory('a')[0]).toMatchObject({ actor: 'operator-1', reason: 'first', kind: 'set' })
  const stale = call('documents.set', { key: 'a', baseVersion: 0, text: '2' })
  await expect(stale).rejects.toEqual(refused('E_VERSION_CONFLICT', { current: 1 }))
  await expect(call('documents.delete', { key: 'a', baseVersion: 7 })).rejects.toEqual(refused('E_VERSION_CONFLICT'))
  expect(await call('documents.set', { key: 'a', baseVersion: 1, text: '{"n":1}' })).toMatchObject({ version: 1, changed: false })
  expect(await call('documents.delete', { key: 'a', baseVersion: 1 })).toMatchObject({ version: 2, changed: true })
})

test('V-65 what the metadata leaves out is gone, and a write of text alone leaves it as it is', async () => {
  const { call, state } = createAdminFixture()
  await call('documents.set', { key: 'a', baseVersion: 0, text: '1', metadata: { tags: ['x'], retentionClass: 'long' } })
  await call('documents.set', { key: 'a', baseVersion: 1, text: '2' })
  expect(state.getState('a', { withMetadata: true })).toMatchObject({ value: 2, metadata: { tags: ['x'], retentionClass: 'long' } })
  await call('documents.set', { key: 'a', baseVersion: 2, metadata: { tags: ['y'] } })
  expect(state.getState('a', { withMetadata: true })).toMatchObject({ version: 3, value: 2, metadata: { tags: ['y'] } })
  expect(state.getState('a', { withMetadata: true })?.metadata).not.toHaveProperty('retentionClass')
})

test.each([
  ['{"a":1,"a":2}', 'E_DUPLICATE_KEY'],
  ['{"n":9007199254740993}', 'E_NUMBER'],
  ['{"__proto__":{}}', 'E_KEY_FORBIDDEN'],
  ['{"a":', 'E_JSON_SYNTAX'],
  ['', 'E_EMPTY'],
  ['{"age":"old"}', 'E_VALIDATION'],
])('V-66 %s is refused by the check and by the write alike', async (text, code) => {
  const { call, state } = createAdminFixture()
  state.registerSchema('people/*', { type: 'object', properties: { age: { type: 'number' } } })
  const problems = await call('documents.check', { key: 'people/1', text })
  expect(problems).toHaveLength(1)
  if (code === 'E_VALIDATION') expect(problems[0]).toMatchObject({ path: '$.age', code: 'type' })
  else expect(problems[0]).toMatchObject({ code })
  await expect(call('documents.set', { key: 'people/1', baseVersion: 0, text })).rejects.toEqual(refused(code))
  expect(state.getState('people/1')).toBeUndefined()
})

test('V-66 a sound draft has no problems, one with a bad key has one, and a syntax error tells its place', async () => {
  const { call } = createAdminFixture()
  expect(await call('documents.check', { key: 'a', text: '{"a": [1, 2]}' })).toEqual([])
  expect(await call('documents.check', { key: '/a', text: '1' })).toMatchObject([{ code: 'E_KEY' }])
  expect(await call('documents.check', { key: 'a', text: '{\n  "a": oops }' })).toMatchObject([
    { code: 'E_JSON_SYNTAX', line: 2, column: 8 },
  ])
})

test('V-57 a document is read as it is, as it was at an instant, and by its version', async () => {
  const { call, state, clock } = createAdminFixture()
  state.setState('a', { n: 1 }, { actor: 'operator-2' })
  const at = clock.now()
  clock.advance(1000)
  state.setState('a', { n: 22 })
  expect(await call('documents.get', { key: 'a' })).toMatchObject({ version: 2, value: { n: 22 }, deleted: false, sizeBytes: 8 })
  expect(await call('documents.get', { key: 'a', at })).toMatchObject({
    version: 1,
    value: { n: 1 },
    actor: 'operator-2',
    sizeBytes: 7,
  })
  expect(await call('documents.get', { key: 'a', version: 1 })).toMatchObject({ version: 1, hash: state.getHistory('a')[1]?.hash })
  expect(await call('documents.get', { key: 'a', at: at - 1 })).toBeNull()
  expect(await call('documents.get', { key: 'none' })).toBeNull()
  state.deleteState('a')
  expect(await call('documents.get', { key: 'a' })).toMatchObject({ version: 3, deleted: true })
})

test('V-57 the beginning of a large text never ends within a character', async () => {
  const { call, state } = createAdminFixture()
  state.setState('a', '€'.repeat(100))
  const preview = await call('documents.text', { key: 'a', maxBytes: 9 })
  expect(preview).toMatchObject({ text: '"€€', sizeBytes: 302 })
})

test('V-67 the key tree at an instant has the names of then, each once', async () => {
  const { call, state, clock } = createAdminFixture()
  for (const key of ['a', 'a-b', 'a/b', 'a/c/d', 'a/c/e', 'b/x', 'z']) state.setState(key, 1)
  const at = clock.now()
  clock.advance(1000)
  state.deleteState('b/x')
  state.setState('q/new', 1)
  const now = await call('documents.children', { prefix: '', limit: 100 })
  const then = await call('documents.children', { prefix: '', limit: 100, at })
  expect(now.map(({ name, documents, branch }) => [name, documents, branch])).toContainEqual(['a', 4, true])
  expect(now.map(({ name }) => name).toSorted()).toEqual(['a', 'a-b', 'q', 'z'])
  expect(then.map(({ name, documents, branch }) => [name, documents, branch])).toEqual([
    ['a', null, true],
    ['a-b', null, false],
    ['b', null, true],
    ['z', null, false],
  ])
  expect((await call('documents.children', { prefix: 'a', limit: 100, at })).map(({ path }) => path)).toEqual(['a/b', 'a/c'])
})

test('V-67 pages of the tree at an instant join into the tree of the present, when nothing has changed', async () => {
  const name = fc.string({ unit: fc.constantFrom('a', 'b', '-', '+', '0', '\u{1F600}'), minLength: 1, maxLength: 3 })
  const key = fc.array(name, { minLength: 1, maxLength: 3 }).map((names) => names.join('/'))
  const property = fc.asyncProperty(fc.uniqueArray(key, { maxLength: 30 }), async (keys) => {
    const { call, state, clock } = createAdminFixture()
    if (keys.length > 0) state.batch(keys.map((each) => ({ key: each, value: 1 })))
    const pages: string[] = []
    for (let after: string | undefined; ; after = pages.at(-1)) {
      const page = await call('documents.children', {
        prefix: '',
        limit: 2,
        at: clock.now(),
        ...(after === undefined ? {} : { after }),
      })
      pages.push(...page.map((node) => node.name))
      if (page.length === 0) break
    }
    const names = new Set(keys.map((each) => each.split('/', 1)[0] ?? ''))
    expect(pages).toEqual([...names].toSorted(compareCodePoints))
  })
  await fc.assert(property, { numRuns: 300 })
})

test('V-53 a key is completed by those that begin with the text, then by those that contain it', async () => {
  const { call, state } = createAdminFixture()
  for (const key of ['berlin', 'cities/Berlin', 'bern', 'oslo']) state.setState(key, 1)
  const complete = async (text: string, limit = 10): Promise<string[]> =>
    (await call('documents.complete-key', { text, limit })).map(({ key }) => key)
  expect(await complete('ber')).toEqual(['berlin', 'bern', 'cities/Berlin'])
  expect(await complete('ber', 2)).toEqual(['berlin', 'bern'])
  expect(await complete('')).toEqual(['berlin', 'bern', 'cities/Berlin', 'oslo'])
})
