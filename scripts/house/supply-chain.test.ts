import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { root } from '../repository.ts'

interface LockedPackage {
  readonly integrity?: string
  readonly resolved?: string
  readonly link?: boolean
  readonly optional?: boolean
  readonly os?: readonly string[]
  readonly cpu?: readonly string[]
  readonly libc?: readonly string[]
  readonly hasInstallScript?: boolean
  readonly license?: string
}

const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as {
  packages: Record<string, LockedPackage>
}
const locked = Object.entries(packages).filter(([path, { link }]) => path.startsWith('node_modules/') && !link)

/** Each runs a program of its authors' on every machine that installs this: a new one is looked at before it is listed. */
const INSTALL_SCRIPTS = ['node_modules/node']

/** What may be used and passed on without terms that reach into our own code. */
const PERMISSIVE = new Set([
  'MIT',
  'MIT-0',
  'ISC',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  '0BSD',
  'BlueOak-1.0.0',
  'MPL-2.0',
  'OFL-1.1',
  'CC-BY-4.0',
])
/** Say so in a file instead, or in their readme: all three are MIT. */
const UNSAID = ['node_modules/busboy', 'node_modules/humanize-number', 'node_modules/streamsearch']

test('no package runs a script when it is installed, but those that are known to', () => {
  expect(locked.filter(([, { hasInstallScript }]) => hasInstallScript).map(([path]) => path)).toEqual(INSTALL_SCRIPTS)
})

test('every package that this machine installs is locked by its hash', () => {
  const open = locked.filter(([, { integrity }]) => integrity === undefined)
  const elsewhere = ({ optional, os, cpu, libc }: LockedPackage): boolean => optional === true && (os ?? cpu ?? libc) !== undefined
  expect(open.filter(([, entry]) => !elsewhere(entry)).map(([path]) => path)).toEqual([])
  for (const [, { integrity }] of locked) if (integrity !== undefined) expect(integrity).toMatch(/^sha512-/)
})

test('no package comes from anywhere but the registry', () => {
  expect(locked.filter(([, { resolved }]) => resolved !== undefined).map(([path]) => path)).toEqual([])
})

test('every licence is a permissive one', () => {
  const odd = locked.filter(([, { license }]) => license === undefined || !PERMISSIVE.has(license)).map(([path]) => path)
  expect(odd.toSorted()).toEqual(UNSAID)
})
