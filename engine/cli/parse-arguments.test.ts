import { homedir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { dataFolder } from './data-folder.ts'
import { parseTime, protectAges } from './parse-arguments.ts'

const now = Date.UTC(2026, 10, 23, 12)

test.each([
  ['now', '2026-11-23T12:00:00.000Z'],
  ['-90s', '2026-11-23T11:58:30.000Z'],
  ['-30m', '2026-11-23T11:30:00.000Z'],
  ['now-2h', '2026-11-23T10:00:00.000Z'],
  ['-7d', '2026-11-16T12:00:00.000Z'],
  ['-1w', '2026-11-16T12:00:00.000Z'],
  ['2026-11-22', '2026-11-22T00:00:00.000Z'],
  ['2026-11-22T10:00:00+01:00', '2026-11-22T09:00:00.000Z'],
  ['2026-11-22T10:00:00.123Z', '2026-11-22T10:00:00.123Z'],
])('C-5 the time %s is %s', (text, instant) => {
  expect(new Date(parseTime(text, now)).toISOString()).toBe(instant)
})

test.each(['', '2h', '-2y', '-h', 'yesterday', '2026-02-30', '2026-11-22T10:00', '1764000000000'])('C-5 %j is no time', (text) => {
  expect(() => parseTime(text, now)).toThrow(expect.objectContaining({ code: 'E_USAGE' }))
})

test('C-5 an age is told from an option', () => {
  expect(protectAges(['at', '-2h', '--at', '-7d', '-l', '-5', '--yes'])).toEqual([
    'at',
    'now-2h',
    '--at',
    'now-7d',
    '-l',
    '-5',
    '--yes',
  ])
})

test('C-1 each system has its own place for the data', () => {
  expect(dataFolder(undefined, {}, 'linux')).toBe(join(homedir(), '.local', 'share', 'srvra'))
  expect(dataFolder(undefined, { XDG_DATA_HOME: '/x' }, 'linux')).toBe('/x/srvra')
  expect(dataFolder(undefined, { XDG_DATA_HOME: '/x' }, 'darwin')).toBe(join(homedir(), 'Library', 'Application Support', 'srvra'))
  expect(dataFolder(undefined, { LOCALAPPDATA: '/local' }, 'win32')).toBe('/local/srvra')
  expect(dataFolder('/named', { SRVRA_DATA: '/env' }, 'linux')).toBe('/named')
  expect(dataFolder('', { SRVRA_DATA: '' }, 'linux')).toBe(join(homedir(), '.local', 'share', 'srvra'))
})
