import { expect, test } from 'vitest'
import { createTestEngine } from '../testing/state-fixture.ts'

const refusal = (code: string, details = {}): unknown =>
  expect.objectContaining({ code, details: expect.objectContaining(details) })

const city = {
  type: 'object',
  required: ['name'],
  properties: {
    name: { type: 'string' },
    population: { type: 'integer', minimum: 0 },
    lines: { type: 'array', items: { type: 'object', properties: { 'odd name': { type: 'number' } } } },
  },
}

test('S-11 a value must satisfy the schemas of all patterns that match its key', () => {
  const { engine } = createTestEngine({ schemas: { 'cities/**': city } })
  engine.stateManager.registerSchema('cities/AD/*', { properties: { country: { const: 'AD' } }, required: ['country'] })
  engine.setState('elsewhere', 1)
  engine.setState('cities/FR/1', { name: 'Paris' })
  expect(() => engine.setState('cities/FR/1', { name: 1 })).toThrow(
    refusal('E_VALIDATION', { key: 'cities/FR/1', path: '$.name', keyword: 'type', problems: 1 }),
  )
  expect(() => engine.setState('cities/AD/1', { name: 'x' })).toThrow(refusal('E_VALIDATION', { path: '$', keyword: 'required' }))
  engine.setState('cities/AD/1', { name: 'x', country: 'AD' })
  expect(engine.stateManager.schemaFor('cities/FR/1')).toEqual(city)
  expect(engine.stateManager.schemaFor('cities/AD/1')).toMatchObject({ allOf: [city, { required: ['country'] }] })
  expect(engine.stateManager.schemaFor('elsewhere')).toBeUndefined()
  expect(engine.stateManager.removeSchema('cities/**')).toBe(true)
  engine.setState('cities/FR/1', { name: 1 })
})

test('S-11 rollbacks and imports are checked, deletions and metadata are not', () => {
  const { engine } = createTestEngine()
  const { stateManager } = engine
  engine.setState('a', { name: 1 })
  engine.setState('a', { name: 'x' })
  stateManager.registerSchema('a', city)
  expect(() => stateManager.rollback('a', 1)).toThrow(refusal('E_VALIDATION'))
  expect(() => engine.batch([{ key: 'a', value: {} }], { kind: 'import' })).toThrow(refusal('E_VALIDATION', { operation: 0 }))
  stateManager.registerSchema('a', { not: {} })
  stateManager.setMetadata('a', { tags: ['x'] })
  stateManager.deleteState('a')
})

test('S-11 check lists everything that is wrong, with paths', () => {
  const { engine } = createTestEngine({ schemas: { 'cities/*': city } })
  const { stateManager } = engine
  expect(
    stateManager.check('cities/1', { population: -1, lines: [{}, { 'odd name': 'x' }] }).map(({ path, code }) => [path, code]),
  ).toEqual([
    ['$', 'required'],
    ['$.lines[1]["odd name"]', 'type'],
    ['$.population', 'minimum'],
  ])
  expect(stateManager.check('cities/1', { name: 'x' })).toEqual([])
  expect(stateManager.check('/', 1)).toMatchObject([{ code: 'E_KEY', path: '$' }])
  expect(stateManager.check('a', { b: [Number.NaN] })).toMatchObject([{ code: 'E_NUMBER', path: '$.b[0]' }])
})

test('S-11 both drafts are spoken', () => {
  const { engine } = createTestEngine()
  const { stateManager } = engine
  stateManager.registerSchema('new', {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    prefixItems: [{ type: 'number' }],
    items: false,
  })
  stateManager.registerSchema('old', {
    $schema: 'http://json-schema.org/draft-07/schema#',
    items: [{ type: 'number' }],
    additionalItems: false,
    definitions: { x: {} },
  })
  for (const key of ['new', 'old']) {
    engine.setState(key, [1])
    expect(() => engine.setState(key, [1, 2])).toThrow(refusal('E_VALIDATION'))
  }
  stateManager.registerSchema('self', { $id: 'https://example.com/n.json', $ref: '#/$defs/n', $defs: { n: { type: 'number' } } })
  stateManager.registerSchema('self-too', { $id: 'https://example.com/n.json', type: 'string', format: 'nonsense' })
  expect(() => engine.setState('self', 'x')).toThrow(refusal('E_VALIDATION'))
  engine.setState('self-too', 'x')
})

test.each([
  ['remote', { $ref: 'https://example.com/x.json' }, /never fetched/],
  ['asynchronous', { properties: { a: { $async: true } } }, /asynchronous/],
  ['misspelt', { requird: ['a'] }, /requird/],
  ['malformed', { type: 'strin' }, /type/],
  ['of another draft', { $schema: 'http://json-schema.org/draft-04/schema#' }, /draft-04/],
  ['no object', [1], /must be an object/],
])('S-11 a schema that is %s is refused', (_, schema, message) => {
  const { engine } = createTestEngine()
  expect(() => engine.stateManager.registerSchema('a', schema)).toThrow(refusal('E_SCHEMA', { pattern: 'a' }))
  expect(() => engine.stateManager.registerSchema('a', schema)).toThrow(message)
  engine.setState('a', 1)
})
