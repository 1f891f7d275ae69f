import fc from 'fast-check'
import { expect, test } from 'vitest'

import {
  addSpan,
  emptySelection,
  isSelected,
  removeSpan,
  type RowSelection,
  selectionSize,
  selectRange,
  selectSpan,
  toggleRow,
} from './row-selection.ts'

const size = 60
const operations = fc.array(fc.tuple(fc.boolean(), fc.nat(size), fc.nat(size)), { maxLength: 40 })

test('V-5 a selection is the set of rows that was added and not removed since', () => {
  fc.assert(
    fc.property(operations, (steps) => {
      const model = new Set<number>()
      let selection: RowSelection = emptySelection
      for (const [add, from, to] of steps) {
        selection = add ? addSpan(selection, from, to) : removeSpan(selection, from, to)
        for (let row = from; row < to; row += 1) {
          if (add) model.add(row)
          else model.delete(row)
        }
      }
      for (let row = 0; row <= size; row += 1) expect(isSelected(selection, row)).toBe(model.has(row))
      expect(selectionSize(selection)).toBe(model.size)
      // Sorted and never touching: the shortest way to say it.
      selection.spans.reduce((end, [from, to]) => {
        expect(from).toBeGreaterThan(end)
        expect(to).toBeGreaterThan(from)
        return to
      }, -1)
    }),
  )
})

test('V-5 a million rows are one span', () => {
  const all = selectSpan(0, 1_000_000)
  expect(all.spans).toHaveLength(1)
  expect(selectionSize(toggleRow(all, 500_000))).toBe(999_999)
  expect(toggleRow(toggleRow(all, 500_000), 500_000)).toEqual(all)
})

test('V-5 a range holds both ends, in either direction', () => {
  expect(selectRange(3, 7)).toEqual(selectRange(7, 3))
  expect(selectionSize(selectRange(3, 7))).toBe(5)
  expect(selectSpan(4, 4)).toEqual(emptySelection)
})
