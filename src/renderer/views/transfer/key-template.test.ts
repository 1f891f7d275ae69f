import { expect, test } from 'vitest'

import { withField } from './key-template.ts'

test('V-123 a field chosen for the key becomes a segment of its own', () => {
  expect(withField('cities/', 'country')).toBe('cities/{country}')
  expect(withField('cities/{country}', 'cityId')).toBe('cities/{country}/{cityId}')
  expect(withField('', 'id')).toBe('{id}')
})
