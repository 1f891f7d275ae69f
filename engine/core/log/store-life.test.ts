import { expect, test } from 'vitest'
import { FIRST_LIFE, sharedUpTo, withLife } from './store-life.ts'

test('L-38 two lives share their story up to the earliest position that any life since went back to', () => {
  const lives = [FIRST_LIFE, { epoch: 2, since: 50 }, { epoch: 3, since: 80 }, { epoch: 7, since: 60 }]
  expect(lives.map(({ epoch }) => sharedUpTo(lives, epoch))).toEqual([50, 60, 60, Number.POSITIVE_INFINITY])
  expect(sharedUpTo(lives, 4)).toBeUndefined()
  expect(sharedUpTo(lives, 8)).toBeUndefined()
})

test('L-38 the lives that were handed out stay as they are', () => {
  const before = withLife([FIRST_LIFE], { epoch: 2, since: 5 })
  withLife(before, { epoch: 3, since: 4 })
  expect(before).toHaveLength(2)
  expect(Object.isFrozen(before)).toBe(true)
})
