import { describe, expect, test } from 'vitest'
import { SrvraError } from '../../errors.ts'
import { EMPTY_RULES, MERGE_RULE_NAMES, parseRuleSet } from '../index.ts'

const RULE = { keys: 'inventory/**', path: 'stock.quantity', rule: 'counter' }

function refusal(value: unknown): SrvraError {
  try {
    parseRuleSet(value)
  } catch (error) {
    if (error instanceof SrvraError) return error
    throw error
  }
  throw new Error('Nothing was refused.')
}

describe('sets of rules', () => {
  test('M-20 a set of every rule reads back as it is', () => {
    const rules = [
      ...MERGE_RULE_NAMES.map((rule) => ({ ...RULE, rule })),
      { ...RULE, rule: 'counter', min: 0, max: 10.5, note: 'Shelves hold no more.' },
      { ...RULE, path: 'lines', rule: 'list-by-id', id: 'sku' },
      { ...RULE, path: '', rule: 'custom', custom: 'price' },
      { ...RULE, path: '**."odd.name*".*', rule: 'lww' },
    ]
    expect(parseRuleSet({ version: 3, rules })).toEqual({ version: 3, rules })
    expect(parseRuleSet(EMPTY_RULES)).toEqual({ version: 0, rules: [] })
  })

  test('M-20 what was read is a copy: later changes of what was passed in do not matter', () => {
    const rules = [{ ...RULE }]
    const set = parseRuleSet({ version: 1, rules })
    rules[0] = { ...RULE, path: 'other' }
    expect(set.rules).toEqual([RULE])
  })

  test.each<[string, unknown, string]>([
    ['M-20 no object', [], 'the whole'],
    ['M-20 nothing', null, 'the whole'],
    ['M-20 no version', { rules: [] }, 'version'],
    ['M-20 a broken version', { version: 1.5, rules: [] }, 'version'],
    ['M-20 no rules', { version: 1 }, 'rules'],
    ['M-20 more than a thousand', { version: 1, rules: Array.from({ length: 1001 }, () => RULE) }, 'rules'],
    ['M-20 an unknown member', { version: 1, rules: [], more: 1 }, 'more'],
    ['M-20 a hole', { version: 1, rules: Array.from({ length: 1 }) }, 'rules[0]'],
  ])('%s', (_, value, path) => {
    expect(refusal(value)).toMatchObject({ code: 'E_RULE', details: { path } })
  })

  test.each<[string, Record<string, unknown>, string]>([
    ['M-20 an unknown member', { rules: 1 }, 'rules'],
    ['M-20 a member of the prototype', { constructor: 1 }, 'constructor'],
    ['M-20 keys of nothing', { keys: '' }, 'keys'],
    ['M-20 keys that are no text', { keys: 1 }, 'keys'],
    ['M-20 keys beyond any key', { keys: 'x'.repeat(1001) }, 'keys'],
    ['M-20 a path that is missing', { path: undefined }, 'path'],
    ['M-20 a path with an empty step', { path: 'a..b' }, 'path'],
    ['M-20 a path that ends in a dot', { path: 'a.' }, 'path'],
    ['M-20 a path that begins with a dot', { path: '.a' }, 'path'],
    ['M-20 a star within a name', { path: 'a*' }, 'path'],
    ['M-20 three stars', { path: '***' }, 'path'],
    ['M-20 a quote that stays open', { path: '"a' }, 'path'],
    ['M-20 a quote that is no text of JSON', { path: String.raw`"\q"` }, 'path'],
    ['M-20 a name next to a quote', { path: '"a"b' }, 'path'],
    ['M-20 a rule that there is not', { rule: 'sum' }, 'rule'],
    ['M-20 a rule of the prototype', { rule: 'toString' }, 'rule'],
    ['M-20 custom without a name', { rule: 'custom' }, 'custom'],
    ['M-20 custom with the name of a rule', { rule: 'custom', custom: 'lww' }, 'custom'],
    ['M-20 a name without custom', { custom: 'price' }, 'custom'],
    ['M-20 bounds of what does not count', { rule: 'max', max: 1 }, 'max'],
    ['M-20 bounds that are no number', { min: '0' }, 'min'],
    ['M-20 bounds without end', { min: -Infinity }, 'min'],
    ['M-20 bounds that leave nothing', { min: 2, max: 1 }, 'max'],
    ['M-20 identity of what is no list by identity', { id: 'sku' }, 'id'],
    ['M-20 identity without a name', { rule: 'list-by-id', id: '' }, 'id'],
    ['M-20 a note that is no text', { note: 1 }, 'note'],
  ])('%s', (_, change, member) => {
    const error = refusal({ version: 1, rules: [RULE, RULE, { ...RULE, ...change }] })
    expect(error).toMatchObject({ code: 'E_RULE', details: { path: `rules[2].${member}` } })
    expect(error.message).toContain(`rules[2].${member}`)
    expect(error.message).toContain(String(error.details['expected']))
  })
})
