import { expect, test } from 'vitest'

import type { ResultSet } from '../../shared/contract.ts'
import { emptySelection, selectRange, selectSpan } from '../composables/row-selection.ts'
import { parseSort, printSort, sameQuery } from './result-query.ts'
import { resultSentence, scannedPercent } from './result-sentence.ts'
import { selectedCount, toSelection } from './selection.ts'
import { untilQuiet } from './until-quiet.ts'

const set: ResultSet = {
  id: 'r1',
  seq: 1,
  matches: 1240,
  listed: 1240,
  examined: 135_233,
  total: 135_233,
  complete: true,
  arrived: 0,
}

test('V-108 the list says how much it shows of how much there is', () => {
  expect(resultSentence(set, true)).toBe('1,240 of 135,233 documents')
  expect(resultSentence({ ...set, matches: 1, listed: 1 }, false)).toBe('1 document')
})

test('V-108 while it scans it says how far, and never claims to be done', () => {
  expect(resultSentence({ ...set, complete: false, examined: 60_855 }, true)).toBe('1,240 matches, 45 % scanned')
  expect(scannedPercent({ examined: 135_233, total: 135_233, complete: false })).toBe(99)
  expect(resultSentence({ ...set, complete: false, total: null, examined: 500 }, true)).toBe('1,240 matches, 500 scanned')
})

test('V-108 a list that was cut says so', () => {
  const cut = { ...set, matches: 3_000_000, listed: 1_048_576, total: 3_000_000 }
  expect(resultSentence(cut, true)).toBe('Showing the first 1,048,576 of 3,000,000 matches; a filter narrows it')
})

test('V-109 the order of a list survives in the URL', () => {
  for (const text of ['key', '-updatedAt', 'sizeBytes', '-version']) expect(printSort(parseSort(text))).toBe(text)
  expect(parseSort('nonsense')).toEqual({ sort: 'key', descending: false })
  expect(sameQuery({ filter: 'a', ...parseSort('key') }, { filter: 'a', ...parseSort('-key') })).toBe(false)
})

test('V-118 selected rows travel as places in the list, and all rows mean all that match', () => {
  const rows = selectRange(2, 4)
  expect(toSelection(set, rows)).toEqual({ resultSet: 'r1', spans: [[2, 5]] })
  expect(selectedCount(set, rows)).toBe(3)
  expect(toSelection(set, selectSpan(0, 1240))).toEqual({ resultSet: 'r1' })
  expect(selectedCount({ ...set, matches: 3_000_000, listed: 1240 }, selectSpan(0, 1240))).toBe(3_000_000)
  expect(selectedCount(set, emptySelection)).toBe(0)
})

test('V-125 what is new is counted to the end of the log, and not for ever', async () => {
  const run = async (answers: (number | undefined)[]): Promise<number> => {
    const left = [...answers]
    await untilQuiet(async () => left.shift())
    return answers.length - left.length
  }
  expect(await run([50, 100, 100, 130, 130, 130, 130, 999])).toBe(7)
  expect(await run([0, 0, 0, 0, 1])).toBe(4)
  expect(await run([50, undefined, 80])).toBe(2)
})
