import { expect, test, vi } from 'vitest'

import { installBridge } from '../testing/bridge-double.ts'
import { useClosing } from './closing.ts'

test('V-15 before the window closes every save has run, failing or not', async () => {
  const { tell, asked } = installBridge({ 'app.may-close': () => ({ ok: true, value: null }) })
  const closing = useClosing()
  closing.listen()
  const saved: string[] = []
  closing.beforeClose(() => Promise.reject(new Error('disk full')))
  closing.beforeClose(async () => saved.push('draft'))
  const remove = closing.beforeClose(async () => saved.push('removed'))
  remove()
  tell('closing', null)
  await vi.waitFor(() => expect(asked).toEqual([['app.may-close', {}]]))
  expect(saved).toEqual(['draft'])
})
