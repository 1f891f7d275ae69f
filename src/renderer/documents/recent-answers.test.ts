import { expect, test } from 'vitest'

import { createRecentAnswers } from './recent-answers.ts'

/** Answers by hand, in the order that the test wants. */
function manual(): {
  ask: (name: string) => Promise<string>
  asked: string[]
  answer: (index: number, text: string) => Promise<void>
} {
  const asked: string[] = []
  const resolvers: ((text: string) => void)[] = []
  return {
    asked,
    ask: (name) => {
      asked.push(name)
      return new Promise((resolve) => resolvers.push(resolve))
    },
    async answer(index, text) {
      resolvers[index]?.(text)
      await new Promise((resolve) => {
        setTimeout(resolve)
      })
    },
  }
}

test('V-110 a document is asked for once, however many want it, and then known', async () => {
  const { ask, asked, answer } = manual()
  const recent = createRecentAnswers(ask)
  const both = Promise.all([recent.get('a'), recent.get('a')])
  await answer(0, 'one')
  expect(await both).toEqual(['one', 'one'])
  expect(await recent.get('a')).toBe('one')
  expect(asked).toEqual(['a'])
})

test('V-110 an answer that was on its way when its document changed is not kept', async () => {
  const { ask, asked, answer } = manual()
  const recent = createRecentAnswers(ask)
  const old = recent.get('a')
  recent.forget('a')
  const fresh = recent.get('a')
  await answer(1, 'new')
  await answer(0, 'old')
  expect([await old, await fresh, recent.peek('a')]).toEqual(['old', 'new', 'new'])
  expect(asked).toEqual(['a', 'a'])
})

test('V-110 the least recently used answer goes first', async () => {
  const recent = createRecentAnswers((name) => Promise.resolve(name), 2)
  await recent.get('a')
  await recent.get('b')
  await recent.get('a')
  await recent.get('c')
  expect([recent.peek('a'), recent.peek('b'), recent.peek('c')]).toEqual(['a', undefined, 'c'])
})

test('V-110 a failed question is asked again', async () => {
  let attempts = 0
  const recent = createRecentAnswers((name) => {
    attempts += 1
    return attempts === 1 ? Promise.reject(new Error('away')) : Promise.resolve(name)
  })
  await expect(recent.get('a')).rejects.toThrow('away')
  expect(await recent.get('a')).toBe('a')
})
