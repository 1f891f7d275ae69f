import { beforeEach, expect, test } from 'vitest'

import { failure, installBridge } from '../testing/bridge-double.ts'
import { useToasts } from './toasts.ts'

beforeEach(() => void installBridge({}))

test('V-13 what can be undone offers it for ten seconds, the newest first', async () => {
  const toasts = useToasts()
  const undone: string[] = []
  toasts.show({ title: 'First', undo: () => undone.push('first') })
  toasts.show({ title: 'Second', undo: () => undone.push('second') })
  toasts.show({ title: 'Only told' })
  expect(toasts.shown.map(({ durationMs }) => durationMs)).toEqual([10_000, 10_000, 5_000])
  await toasts.undoLast()
  await toasts.undoLast()
  await toasts.undoLast()
  expect(undone).toEqual(['second', 'first'])
  expect(toasts.shown.map(({ title }) => title)).toEqual(['Only told'])
})

test('V-13 what has gone by can no longer be undone', async () => {
  const toasts = useToasts()
  const undone: string[] = []
  toasts.dismiss(toasts.show({ title: 'Gone', undo: () => undone.push('gone') }))
  await toasts.undoLast()
  expect(undone).toEqual([])
})

test('V-13 four are shown, fifty are kept, faults count as unread', () => {
  const toasts = useToasts()
  for (let index = 0; index < 60; index += 1) toasts.show({ title: `Message ${index}` })
  expect(toasts.shown.map(({ title }) => title)).toEqual(['Message 56', 'Message 57', 'Message 58', 'Message 59'])
  expect(toasts.notices).toHaveLength(50)
  expect(toasts.unread).toBe(0)
  toasts.failed('Not saved', failure)
  expect(toasts.notices[0]).toMatchObject({ title: 'Not saved', text: failure.message, tone: 'danger' })
  expect(toasts.unread).toBe(1)
  toasts.markRead()
  expect(toasts.unread).toBe(0)
})
