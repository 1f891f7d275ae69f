import { expect, test } from 'vitest'
import { createFileGrants } from './file-grants.ts'

test('V-69 only a file that was chosen may be touched, and only as it was chosen', () => {
  const grants = createFileGrants()
  grants.grantRead('/a.json')
  grants.grantWrite('/b.json')
  grants.requireRead('/a.json')
  grants.requireWrite('/b.json')
  const refused = expect.objectContaining({ code: 'E_FILE_NOT_CHOSEN' })
  expect(() => grants.requireWrite('/a.json')).toThrow(refused)
  expect(() => grants.requireRead('/b.json')).toThrow(refused)
  expect(() => grants.requireRead('/x/../a.json')).toThrow(refused)
})
