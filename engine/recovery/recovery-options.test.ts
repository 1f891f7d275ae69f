import { expect, test } from 'vitest'
import { resolveRecoveryOptions } from './recovery-options.ts'
import type { RecoveryOptions } from './recovery-options.ts'

const HOUR = 3_600_000

test('B-27 what is not said is an hour, thirty days, one folder beside the store, a drill a day', () => {
  expect(resolveRecoveryOptions({}, '/srv/store')).toEqual({
    backupIntervalMs: HOUR,
    retentionMs: 720 * HOUR,
    verifyIntervalMs: 24 * HOUR,
    weekly: 0,
    geoRedundancy: false,
    targets: [{ folder: '/srv/store/backups' }],
    keyFile: undefined,
  })
})

test.each([
  [{ backupInterval: 'soon' }, 'backupInterval'],
  [{ backupInterval: '10s' }, 'backupInterval'],
  [{ retention: '' }, 'retention'],
  [{ retention: '-3days' }, 'retention'],
  [{ weekly: -1 }, 'weekly'],
  [{ targets: [] }, 'targets'],
  [{ targets: [{ folder: 'relative' }] }, 'folder'],
  [{ targets: [{ tape: 1 }] }, 'folder'],
  [{ geoRedundancy: 'yes' }, 'geoRedundancy'],
  [{ surprise: 1 }, ''],
])('B-27 %j is refused with its place', (options, path) => {
  expect(() => resolveRecoveryOptions(options as unknown as RecoveryOptions, '/srv')).toThrow(
    expect.objectContaining({ code: 'E_OPTION', details: expect.objectContaining({ path }) }),
  )
})
