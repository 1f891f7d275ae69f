import { expect, test } from 'vitest'
import { SrvraDataSync } from '../index.ts'
import { Output } from './output.ts'
import { tellPush } from './tell-push.ts'

test('C-17 a conflict with what somebody wrote in the very moment is an error that names it', () => {
  const update = new SrvraDataSync().setState('price', 2)
  const written = { update, outcome: { outcome: 'conflict', conflict: 'c-1', reason: 'SAME_FIELD' } } as const
  const out = new Output(process, () => undefined)
  expect(() => tellPush(out, { written, waiting: 0, deadLetters: 0 })).toThrow(
    expect.objectContaining({
      code: 'E_CONFLICT',
      details: { key: 'price', outcome: 'conflict', conflict: 'c-1', reason: 'SAME_FIELD' },
    }) as Error,
  )
})
