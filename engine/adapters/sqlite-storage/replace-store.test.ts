import type fs from 'node:fs'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import { ChangeAuthor } from '../../testing/change-author.ts'
import { openSqliteStorage } from './index.ts'
import { finishReplacing, keptStores, letGoOfKept, replaceStore } from './replace-store.ts'

const HALT = new Error('the process ended here')
const halting = vi.hoisted(() => ({ left: Number.POSITIVE_INFINITY }))

/** The disk as it is, until a number of changes to folders has been made. */
vi.mock('node:fs', async (load) => {
  const real = await load<typeof fs>()
  const counted =
    <Args extends readonly unknown[], Result>(change: (...args: Args) => Result) =>
    (...args: Args): Result => {
      if (halting.left-- <= 0) throw HALT
      return change(...args)
    }
  return {
    ...real,
    renameSync: counted(real.renameSync),
    rmSync: counted(real.rmSync),
    mkdirSync: counted(real.mkdirSync),
    writeFileSync: counted(real.writeFileSync),
  }
})

function setUp() {
  const root = mkdtempSync(join(tmpdir(), 'srvra-replace-'))
  onTestFinished(() => rmSync(root, { recursive: true }))
  const write = (dir: string, value: string): void => {
    const storage = openSqliteStorage({ dir, synchronous: 'NORMAL' })
    new ChangeAuthor(storage).write('which', value)
    storage.close()
  }
  write(join(root, 'store'), 'old')
  write(join(root, 'store', 'restored'), 'new')
  return { dir: join(root, 'store'), by: join(root, 'store', 'restored'), root }
}

function read(dir: string): unknown {
  const storage = openSqliteStorage({ dir, synchronous: 'NORMAL' })
  try {
    return storage.read('which')?.value
  } finally {
    storage.close()
  }
}

test('B-26 another store takes the place of one that is kept until it is let go of', () => {
  const { dir, by } = setUp()
  const id = replaceStore(dir, by, { at: 1_800_000_000_000, seq: 1 })
  expect(read(dir)).toBe('new')
  expect(existsSync(by)).toBe(false)
  expect(read(join(dir, id))).toBe('old')
  expect(keptStores(dir)).toEqual([{ id, at: 1_800_000_000_000, seq: 1, bytes: expect.any(Number) }])
  letGoOfKept(dir, id)
  expect(keptStores(dir)).toEqual([])
  expect(() => letGoOfKept(dir, '../store')).toThrow(expect.objectContaining({ code: 'E_NO_KEPT_STORE' }))
})

test('B-26 a replacement that is cut off at any step is finished at the next opening: old or new, whole', () => {
  // Every call that changes a folder is a step at which the process may end.
  for (let step = 0; step < 14; step++) {
    const { dir, by } = setUp()
    const halted = haltAfter(step, () => replaceStore(dir, by, { at: 1_800_000_000_000, seq: 1 }))
    const value = read(dir)
    expect(['old', 'new']).toContain(value)
    if (!halted) expect(value).toBe('new')
    if (value === 'new') expect(keptStores(dir).map(({ id }) => read(join(dir, id)))).toEqual(['old'])
    finishReplacing(dir)
    expect(read(dir)).toBe(value)
  }
})

/** Runs until so many renames have been made; true when it was stopped there. */
function haltAfter(steps: number, run: () => void): boolean {
  halting.left = steps
  try {
    run()
    return false
  } catch (error) {
    if (error !== HALT) throw error
    return true
  } finally {
    halting.left = Number.POSITIVE_INFINITY
  }
}
