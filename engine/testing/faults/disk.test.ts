import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { openSqliteStorage } from '../../adapters/sqlite-storage/index.ts'
import { ChangeAuthor } from '../change-author.ts'
import { finish, refusal } from '../storage-contract/fixture.ts'
import { complaintsAbout } from './check-survivor.ts'
import { lastAcknowledged, scratchFolder, startWriter, type Command } from './run-writer.ts'
import { sayUntested } from './say-untested.ts'
import type { WriterPlan } from './writer.ts'

/** What fails, how, at every which call, and how often in all. */
interface Fault {
  readonly call: 'fsync' | 'pwrite64' | 'ftruncate'
  readonly error: 'EIO' | 'ENOSPC'
  readonly first: number
  readonly every: number
  readonly singles: number
  /** So many injections at least must have come about. */
  readonly atLeast: number
}

const FAULTS: readonly Fault[] = [
  { call: 'fsync', error: 'EIO', first: 6, every: 9, singles: 500, atLeast: 55 },
  { call: 'fsync', error: 'ENOSPC', first: 7, every: 11, singles: 300, atLeast: 25 },
  { call: 'pwrite64', error: 'EIO', first: 20, every: 29, singles: 400, atLeast: 50 },
  { call: 'pwrite64', error: 'ENOSPC', first: 21, every: 13, singles: 300, atLeast: 70 },
  { call: 'ftruncate', error: 'EIO', first: 1, every: 2, singles: 20, atLeast: 1 },
  { call: 'ftruncate', error: 'ENOSPC', first: 1, every: 2, singles: 20, atLeast: 1 },
]
const POINTS = FAULTS.reduce((sum, { atLeast }) => sum + atLeast, 0)
const ANSWERS = new Set(['E_STORE_FULL', 'E_STORE_IO', 'E_STORE_FENCED'])

const traces = spawnSync('strace', ['-V'], { stdio: 'ignore' }).status === 0
if (!traces) sayUntested('failing disks', 'there is no strace')

async function inject(
  fault: Fault,
  plan: Omit<WriterPlan, 'dir'>,
): Promise<{ readonly said: string; readonly injected: number; readonly complaints: readonly string[] }> {
  const root = scratchFolder()
  const dir = join(root, 'store')
  const trace = join(root, 'trace')
  // A store that is there already, but where it is the making of one that shall fail.
  if (fault.first > 1) openSqliteStorage({ dir }).close()
  const { call, error, first, every } = fault
  const strace: Command = [
    'strace',
    '-f',
    '-P',
    join(dir, 'store.sqlite-wal'),
    '-P',
    join(dir, 'store.sqlite'),
    '-P',
    join(dir, 'store.mark'),
    '-e',
    `trace=${call}`,
    '-e',
    `inject=${call}:error=${error}:when=${first}+${every}`,
    '-o',
    trace,
  ]
  const said = await startWriter({ dir, singles: fault.singles, reopen: 500, ...plan }, strace).ended
  const injected = readFileSync(trace, 'utf8').match(/\(INJECTED\)/g)?.length ?? 0
  return { said, injected, complaints: complaintsAbout(dir, lastAcknowledged(said)) }
}

test.runIf(traces).each(FAULTS)(
  'L-10 L-11 when $call fails with $error nothing is acknowledged that is not there',
  { timeout: 120_000 },
  async (fault) => {
    const { said, injected, complaints } = await inject(fault, {})
    expect(complaints).toEqual([])
    expect(injected).toBeGreaterThanOrEqual(fault.atLeast)
    const codes = new Set([...said.matchAll(/^(?:error|refused|close) (\w+)$/gm)].map(([, code]) => code as string))
    expect([...codes].filter((code) => !ANSWERS.has(code))).toEqual([])
    expect(codes.size).toBeGreaterThan(0)
    // A failed fsync leaves nobody knowing what is on the disk: from then on every write is refused until the store is opened anew.
    const lines = said.split('\n')
    const failed = lines.findIndex((line) => line === 'error E_STORE_IO')
    if (failed >= 0) expect(lines[failed + 1]).toBe('error E_STORE_FENCED')
    if (failed >= 0) expect(said).toMatch(/^reopened \d+\nack /m)
    expect(said).toMatch(/^ack /m)
  },
)

test('L-11 there are two hundred points at which the disk fails', () => {
  expect(POINTS).toBeGreaterThanOrEqual(200)
})

test.runIf(traces)('L-11 the failing disks would find a store that acknowledges what failed', { timeout: 120_000 }, async () => {
  // From one write on all of them fail, so nothing can make up for it.
  const fault: Fault = { call: 'pwrite64', error: 'EIO', first: 150, every: 1, singles: 200, atLeast: 1 }
  const { complaints } = await inject(fault, { bug: 'acknowledges-failures', reopen: 0 })
  expect(complaints.join()).toContain('acknowledged up to')
})

function smallDisk(): string | undefined {
  const point = join(scratchFolder(), 'disk')
  mkdirSync(point)
  if (spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', point], { stdio: 'ignore' }).status !== 0) return undefined
  onTestFinished(() => void execFileSync('umount', ['-l', point]))
  return point
}

test('L-10 a full disk refuses writes, not reads, and takes them again when there is space', ({ skip }) => {
  const disk = smallDisk()
  if (disk === undefined) {
    sayUntested('a full disk', 'a small one cannot be mounted')
    skip()
    return
  }
  const ballast = join(disk, 'ballast')
  writeFileSync(ballast, Buffer.alloc(600_000))
  const dir = join(disk, 'store')
  const storage = openSqliteStorage({ dir })
  let written = 0
  const write = (): void => {
    new ChangeAuthor(storage).write(`k/${written % 10}`, { written, text: 'x'.repeat(5_000) })
    written += 1
  }
  const full = refusal(() => {
    for (;;) write()
  })
  expect(full.code).toBe('E_STORE_FULL')
  expect(written).toBeGreaterThan(20)
  expect(refusal(write).code).toBe('E_STORE_FULL')
  expect(storage.head().seq).toBe(written)
  expect(storage.read(`k/${(written - 1) % 10}`)?.value).toMatchObject({ written: written - 1 })
  expect(storage.list({ limit: 100 })).toHaveLength(10)
  rmSync(ballast)
  write()
  expect(storage.head().seq).toBe(written)
  expect(finish(storage.verify()).problems).toEqual([])
  storage.close()
  expect(complaintsAbout(dir, written)).toEqual([])
})
