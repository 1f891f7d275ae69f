import { expect, test } from 'vitest'
import { authorityRecord, lacksDisplay } from './virtual-display.ts'

test('a display is lacking on Linux alone, when neither X nor Wayland is named', () => {
  expect(lacksDisplay('linux', {})).toBe(true)
  expect(lacksDisplay('linux', { DISPLAY: '' })).toBe(true)
  expect(lacksDisplay('linux', { DISPLAY: ':0' })).toBe(false)
  expect(lacksDisplay('linux', { WAYLAND_DISPLAY: 'wayland-0' })).toBe(false)
  expect(lacksDisplay('darwin', {})).toBe(false)
})

test('the authority record admits to any display by its secret', () => {
  const hex = (text: string): string => Buffer.from(text).toString('hex')
  const record = authorityRecord(Buffer.from('0123456789abcdef'))
  expect(record.toString('hex')).toBe(`ffff000000000012${hex('MIT-MAGIC-COOKIE-1')}0010${hex('0123456789abcdef')}`)
})
