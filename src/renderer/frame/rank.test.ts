import { expect, test } from 'vitest'

import { rank } from './rank.ts'

const labels = [
  'Console: Use the light theme',
  'Console: Use the dark theme',
  'Go to: State',
  'Go to: Settings',
  'State: Edit the document',
]
const found = (typed: string): string[] => rank(labels, (label) => label, typed).map(({ item }) => item)

test('V-11 nothing typed offers everything as it comes', () => {
  expect(found('  ')).toEqual(labels)
})

test('V-11 words may come in any order and stay unfinished', () => {
  expect(found('theme dark')).toEqual(['Console: Use the dark theme'])
  expect(found('go set')).toEqual(['Go to: Settings'])
  expect(found('edit')).toEqual(['State: Edit the document'])
})

test('V-11 one slip in a word is forgiven, nonsense is not', () => {
  expect(found('lght')).toEqual(['Console: Use the light theme'])
  expect(found('zebra')).toEqual([])
})

test('V-11 what matched is marked', () => {
  const [first] = rank(labels, (label) => label, 'light')
  expect(first?.ranges).toEqual([17, 22])
})
