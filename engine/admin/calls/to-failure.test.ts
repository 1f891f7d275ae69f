import { expect, test, vi } from 'vitest'
import { SrvraError } from '../../core/errors.ts'
import { toFailure } from './to-failure.ts'

test('V-52 an error keeps code, sentence and details, and loses class and stack', () => {
  const report = vi.fn<(error: unknown) => void>()
  const failure = toFailure(new SrvraError('E_KEY', 'A key is missing.', { key: '' }, { cause: new Error('inner') }), report)
  expect(failure).toEqual({ code: 'E_KEY', message: 'A key is missing.', details: { key: '' } })
  expect(report).not.toHaveBeenCalled()
})

test('V-52 an error that nobody foresaw says nothing private and is reported', () => {
  const report = vi.fn<(error: unknown) => void>()
  const error = new TypeError('password=hunter2 is not a function')
  const failure = toFailure(error, report)
  expect(failure.code).toBe('E_INTERNAL')
  expect(JSON.stringify(failure)).not.toContain('hunter2')
  expect(report).toHaveBeenCalledWith(error)
})
