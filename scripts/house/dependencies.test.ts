import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { root } from '../repository.ts'

type Names = Readonly<Record<string, string>>
interface Manifest {
  readonly dependencies?: Names
  readonly devDependencies?: Names
}
interface Lock {
  readonly packages: Readonly<Record<string, { readonly optionalDependencies?: Names }>>
}

const manifests = ['package.json', 'engine/package.json', 'bench/package.json'].filter((file) => existsSync(join(root, file)))
const readJson = (file: string): unknown => JSON.parse(readFileSync(join(root, file), 'utf8'))
const dependencies = manifests.flatMap((file) => {
  const manifest = readJson(file) as Manifest
  return Object.entries({ ...manifest.dependencies, ...manifest.devDependencies }).map(([name, version]) => ({
    file,
    name,
    version,
  }))
})
const page = readFileSync(join(root, 'docs/dependencies.md'), 'utf8')
const listed = new Map(
  [...page.matchAll(/^\| `([^`]+)` \| (\S+) \|/gm)].map(([, name, licence]) => [name as string, licence as string]),
)

test('every dependency is listed with its reason in docs/dependencies.md, and nothing else is', () => {
  const names = new Set(dependencies.map(({ name }) => name).filter((name) => name !== '@srvra/sync'))
  expect([...names].filter((name) => !listed.has(name))).toEqual([])
  expect([...listed.keys()].filter((name) => !names.has(name))).toEqual([])
})

test('every listed licence is the one that the package names', () => {
  const folders = ['', 'engine', 'bench'].map((folder) => join(root, folder, 'node_modules'))
  const wrong = [...listed].flatMap(([name, licence]) => {
    const manifest = folders.map((folder) => join(folder, name, 'package.json')).find((file) => existsSync(file))
    // The peers of benchmarks are installed by `npm run bench` alone.
    if (manifest === undefined) return []
    const named = (JSON.parse(readFileSync(manifest, 'utf8')) as { license?: string }).license
    return named === licence ? [] : [`${name}: ${licence} listed, ${named} named`]
  })
  expect(wrong).toEqual([])
})

test('every dependency is pinned to one version', () => {
  expect(dependencies.filter(({ version }) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([])
})

test('the lock holds the packages of every platform: npm leaves out those that a registry lacks, and npm ci then fails everywhere', () => {
  const { packages } = readJson('package-lock.json') as Lock
  const missing = Object.entries(packages).flatMap(([path, entry]) =>
    Object.keys(entry.optionalDependencies ?? {}).filter(
      (name) => packages[`node_modules/${name}`] === undefined && packages[`${path}/node_modules/${name}`] === undefined,
    ),
  )
  expect(missing).toEqual([])
})
