import { expect, test } from 'vitest'

import { documentColumns } from './document-columns.ts'

const names = (room: number, travelling = false): string[] => documentColumns(room, travelling).map(({ id }) => id)

test('V-124 columns give way when there is no room, the key and the version never', () => {
  expect(names(1000)).toEqual(['key', 'version', 'sizeBytes', 'updatedAt', 'actor', 'tags'])
  expect(names(660)).toEqual(['key', 'version', 'sizeBytes', 'updatedAt', 'actor'])
  expect(names(450)).toEqual(['key', 'version', 'updatedAt'])
  expect(names(200)).toEqual(['key', 'version'])
})

test('V-124 at an instant the list says what has changed since', () => {
  expect(names(1000, true)).toContain('since')
  expect(names(300, true)).toEqual(['key', 'since', 'version'])
})
