import { expect, test } from 'vitest'
import { installReason } from './packages.mjs'

const wanted = {
  packages: {
    '': { version: '0.1.0' },
    engine: { version: '0.1.0' },
    'node_modules/@srvra/sync': { link: true },
    'node_modules/vue': { version: '3.5.45' },
    'node_modules/vue/node_modules/csstype': { version: '3.1.0' },
    'node_modules/binding-win32': { version: '1.0.0', optional: true },
  },
}
const { 'node_modules/binding-win32': _otherPlatform, ...installedPackages } = wanted.packages
const installed = { packages: installedPackages }

test('an installation that equals the lock is left alone, also without the packages of other platforms', () => {
  expect(installReason(wanted, installed)).toBeUndefined()
})

test('packages are installed when there are none', () => {
  expect(installReason(wanted, undefined)).toBe('none are installed')
})

test('packages are installed when one is missing, at another version, or no longer linked', () => {
  const { 'node_modules/vue': _vue, ...without } = installedPackages
  expect(installReason(wanted, { packages: without })).toContain('node_modules/vue')
  const older = { ...installedPackages, 'node_modules/vue/node_modules/csstype': { version: '3.0.0' } }
  expect(installReason(wanted, { packages: older })).toContain('csstype')
  const copied = { ...installedPackages, 'node_modules/@srvra/sync': { version: '0.1.0' } }
  expect(installReason(wanted, { packages: copied })).toContain('@srvra/sync')
})
