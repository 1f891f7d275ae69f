import { expect, test } from 'vitest'

import { failure, installBridge } from '../testing/bridge-double.ts'
import { defaultPreferences, usePreferences } from './preferences.ts'

test('V-12 a choice shows at once and is kept by the engine', async () => {
  const { asked } = installBridge({ 'preferences.set': () => ({ ok: true, value: defaultPreferences }) })
  const preferences = usePreferences()
  const kept = preferences.change({ density: 'compact' })
  expect(preferences.current.density).toBe('compact')
  await kept
  expect(asked).toEqual([['preferences.set', { density: 'compact' }]])
  expect(preferences.current.density).toBe('compact')
})

test('V-12 a choice that can not be kept is taken back, with the reason', async () => {
  installBridge({ 'preferences.set': () => ({ ok: false, error: failure }) })
  const preferences = usePreferences()
  await preferences.change({ theme: 'light' })
  expect(preferences.current.theme).toBe('system')
  expect(preferences.failure).toEqual(failure)
})

test('V-12 a choice made elsewhere arrives', async () => {
  const { tell } = installBridge({ 'preferences.get': () => ({ ok: true, value: { ...defaultPreferences, utc: true } }) })
  const preferences = usePreferences()
  await preferences.load()
  expect(preferences.current.utc).toBe(true)
  tell('preferences', { ...defaultPreferences, railCollapsed: true })
  expect(preferences.current.railCollapsed).toBe(true)
})

test('V-2 keys are given to a command, turned off and returned to their default', async () => {
  installBridge({ 'preferences.set': () => ({ ok: true, value: defaultPreferences }) })
  const preferences = usePreferences()
  await preferences.bind('help.open', 'F1')
  await preferences.bind('list.next', '')
  expect(preferences.current.shortcuts).toEqual({ 'help.open': 'F1', 'list.next': '' })
  await preferences.bind('help.open', undefined)
  expect(preferences.current.shortcuts).toEqual({ 'list.next': '' })
})
