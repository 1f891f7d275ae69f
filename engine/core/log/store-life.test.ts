import { expect, test } from 'vitest'
import { FIRST_LIFE, sharedUpTo, withLife } from './store-life.ts'

const lives = [FIRST_LIFE, { epoch: 2, since: 50 }, { epoch: 3, since: 80 }, { epoch: 7, since: 60 }]

test('P-140 two lives share their story up to the earliest position that any life since went back to', () => {
  const upTo = lives.map((_, index) => sharedUpTo(lives, lives.slice(0, index + 1)))
  expect(upTo).toEqual([50, 60, 60, Number.POSITIVE_INFINITY])
})

test('P-140 lives that came of one without each other share what neither went back behind', () => {
  expect(sharedUpTo([FIRST_LIFE, { epoch: 3, since: 40 }], [FIRST_LIFE, { epoch: 2, since: 30 }])).toBe(30)
  expect(sharedUpTo([FIRST_LIFE, { epoch: 3, since: 20 }], [FIRST_LIFE, { epoch: 2, since: 30 }])).toBe(20)
  // The same number was given twice: these are two lives.
  expect(sharedUpTo([FIRST_LIFE, { epoch: 2, since: 20 }], [FIRST_LIFE, { epoch: 2, since: 30 }])).toBe(20)
  expect(sharedUpTo(lives.slice(2), lives.slice(0, 2))).toBeUndefined()
  expect(sharedUpTo(lives, [])).toBeUndefined()
})

test('L-38 the lives that were handed out stay as they are', () => {
  const before = withLife([FIRST_LIFE], { epoch: 2, since: 5 })
  withLife(before, { epoch: 3, since: 4 })
  expect(before).toHaveLength(2)
  expect(Object.isFrozen(before)).toBe(true)
})
