import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { buildOnce, cacheRoot, recipeKey } from './cache-folder.ts'

let base: string
beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'srvra-cache-test-'))
})
afterEach(() => rmSync(base, { recursive: true, force: true }))

test('the cache lies where XDG says, and below the home folder when it says nothing usable', () => {
  expect(cacheRoot({ XDG_CACHE_HOME: '/var/cache/me' }, '/home/me')).toBe('/var/cache/me/srvra-sync')
  expect(cacheRoot({}, '/home/me')).toBe('/home/me/.cache/srvra-sync')
  expect(cacheRoot({ XDG_CACHE_HOME: 'relative' }, '/home/me')).toBe('/home/me/.cache/srvra-sync')
})

test('a recipe key depends on every part and on where one ends', () => {
  expect(recipeKey(['a', 'b'])).toBe(recipeKey(['a', 'b']))
  expect(new Set([recipeKey(['a', 'b']), recipeKey(['a', 'c']), recipeKey(['ab']), recipeKey(['ab', ''])]).size).toBe(4)
})

test('of several builders at once one builds, and all find the whole folder', async () => {
  const folder = join(base, 'deep', 'entry')
  let builds = 0
  const build = async (target: string): Promise<void> => {
    builds += 1
    await writeFile(join(target, 'file'), 'whole')
  }
  await Promise.all([1, 2, 3].map(() => buildOnce(folder, build)))
  expect(builds).toBe(1)
  expect(readFileSync(join(folder, 'file'), 'utf8')).toBe('whole')
})

test('a failed build leaves nothing behind and can be repeated', async () => {
  const folder = join(base, 'entry')
  const failing = async (target: string): Promise<void> => {
    await writeFile(join(target, 'half'), '')
    throw new Error('the compiler is missing')
  }
  await expect(buildOnce(folder, failing)).rejects.toThrow('the compiler is missing')
  expect(readdirSync(base)).toEqual([])
  await buildOnce(folder, (target) => writeFile(join(target, 'file'), ''))
  expect(existsSync(join(folder, 'file'))).toBe(true)
})

test('what a killed build left is removed when it is old, and left to its builder when it is not', async () => {
  const folder = join(base, 'entry')
  for (const name of ['entry.building-old', 'entry.building-new', 'another.building-old']) mkdirSync(join(base, name))
  for (const name of ['entry.building-old', 'another.building-old']) utimesSync(join(base, name), 1000, 1000)
  await buildOnce(folder, (target) => writeFile(join(target, 'file'), ''))
  expect(readdirSync(base).toSorted()).toEqual(['another.building-old', 'entry', 'entry.building-new'])
})
