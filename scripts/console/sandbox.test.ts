import { expect, test } from 'vitest'
import { sandboxFlags } from './sandbox.ts'

test('the sandbox is given up as root and in containers alone', () => {
  expect(sandboxFlags({ userId: 1000, inContainer: false })).toEqual([])
  expect(sandboxFlags({ userId: undefined, inContainer: false })).toEqual([])
  expect(sandboxFlags({ userId: 0, inContainer: false })).toEqual(['--no-sandbox'])
  expect(sandboxFlags({ userId: 1000, inContainer: true })).toEqual(['--no-sandbox'])
})
