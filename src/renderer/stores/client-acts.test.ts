import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, expect, test } from 'vitest'

import { useClientActs } from './client-acts.ts'
import { useToasts } from './toasts.ts'

beforeEach(() => setActivePinia(createPinia()))

test('V-147 an act is asked first, with how many and who', () => {
  const acts = useClientActs()
  acts.ask('disconnect', [{ replica: 'r-1', name: 'ward-01' }])
  expect(acts.dialog?.title).toBe('Disconnect ward-01?')
  expect(acts.dialog?.action).toBe('Disconnect 1 client')
})

test.each([
  ['disconnect', 'Nobody to disconnect'],
  ['drain', 'Nobody to drain'],
  ['forget', 'Nobody to forget'],
] as const)('V-147 where nobody is left to %s, that is said and nothing is asked', (act, title) => {
  const acts = useClientActs()
  acts.ask(act, [])
  expect(acts.dialog).toBeUndefined()
  expect(useToasts().shown.map((toast) => toast.title)).toEqual([title])
})
