import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { downloadBase, installedElectron } from './official-electron.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'srvra-electron-test-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

function install(version: string): void {
  mkdirSync(join(folder, 'dist'))
  writeFileSync(join(folder, 'dist', 'version'), `v${version}\n`)
  writeFileSync(join(folder, 'dist', 'electron'), '')
  writeFileSync(join(folder, 'path.txt'), 'electron')
}

test('the official runtime counts as installed when it is whole and of the pinned version', () => {
  install('45.4.1')
  expect(installedElectron(folder, '45.4.1')).toBe(join(folder, 'dist'))
})

test('another version, or one whose download broke off, does not count', () => {
  expect(installedElectron(folder, '45.4.1')).toBeUndefined()
  install('44.0.0')
  expect(installedElectron(folder, '45.4.1')).toBeUndefined()
  writeFileSync(join(folder, 'dist', 'version'), '45.4.1')
  rmSync(join(folder, 'dist', 'electron'))
  expect(installedElectron(folder, '45.4.1')).toBeUndefined()
})

test('the question goes to the mirror that the installer would use', () => {
  expect(downloadBase({ ELECTRON_MIRROR: 'https://mirror.example/' })).toBe('https://mirror.example/')
  expect(downloadBase({ ELECTRON_MIRROR: 'https://b.example/', npm_config_electron_mirror: 'https://a.example/' })).toBe(
    'https://a.example/',
  )
  expect(downloadBase({})).toContain('github.com/electron')
})
