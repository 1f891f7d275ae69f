import { execFileSync, spawnSync } from 'node:child_process'
import { copyFileSync, cpSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { complaintsAbout } from './check-survivor.ts'
import { lastAcknowledged, scratchFolder, startWriter, type Command } from './run-writer.ts'
import { seeded } from './seeded.ts'
import { sayUntested } from './say-untested.ts'
import type { WriterPlan } from './writer.ts'

const ACKNOWLEDGEMENTS = 1_000
const SNAPSHOTS = Number(process.env['SRVRA_POWER_SNAPSHOTS'] ?? 100)
const DISK_MB = 48

/** True where a program can be run; says so where it cannot, because then something is not tested. */
function can(program: string, ...args: readonly string[]): boolean {
  const possible = spawnSync(program, args, { stdio: 'ignore' }).status === 0
  if (!possible) sayUntested('power loss, or a part of it', `'${program} ${args.join(' ')}' does not work`)
  return possible
}

/** Acknowledgements in a trace of system calls that left before what they promise was synced. */
function earlyAcknowledgements(trace: string): number {
  let unsynced = false
  let early = 0
  for (const line of trace.split('\n')) {
    if (/pwrite64\(\d+<[^>]*-wal>/.test(line)) unsynced = true
    else if (/f(?:data)?sync\(\d+<[^>]*-wal>\)\s+= 0/.test(line)) unsynced = false
    else if (unsynced && /write\(1<.*"ack /.test(line)) early += 1
  }
  return early
}

async function traced(synchronous: 'FULL' | 'NORMAL'): Promise<{ readonly acknowledged: number; readonly early: number }> {
  const dir = scratchFolder()
  const trace = join(dir, 'trace')
  const strace: Command = ['strace', '-f', '-y', '-s', '16', '-e', 'trace=pwrite64,write,fsync,fdatasync', '-o', trace]
  const said = await startWriter({ dir: join(dir, 'store'), synchronous, singles: ACKNOWLEDGEMENTS }, strace).ended
  return { acknowledged: said.match(/^ack /gm)?.length ?? 0, early: earlyAcknowledgements(readFileSync(trace, 'utf8')) }
}

test.runIf(can('strace', '-V'))(`L-5 an fsync lies before each of ${ACKNOWLEDGEMENTS} acknowledgements`, async () => {
  expect(await traced('FULL')).toEqual({ acknowledged: ACKNOWLEDGEMENTS, early: 0 })
})

test.runIf(can('strace', '-V'))('L-5 the trace would find a store that does not sync', async () => {
  expect((await traced('NORMAL')).early).toBeGreaterThan(ACKNOWLEDGEMENTS / 2)
})

/** A disk of its own, in a file: a copy of that file is what is left when the power goes. */
class TrialDisk {
  readonly image: string
  readonly #root: string

  constructor(root: string) {
    this.#root = root
    this.image = join(root, 'disk')
    execFileSync('truncate', ['-s', `${DISK_MB}M`, this.image])
    execFileSync('mkfs.ext4', ['-q', '-F', this.image])
  }

  mount(image = this.image): string {
    const point = `${image}-mounted`
    mkdirSync(point, { recursive: true })
    execFileSync('mount', ['-o', 'loop', image, point])
    onTestFinished(() => void spawnSync('umount', ['-l', point], { stdio: 'ignore' }))
    return point
  }

  unmount(point: string): void {
    execFileSync('umount', [point])
  }

  /** What would be there after a power cut now. */
  snapshot(): string {
    const copy = join(this.#root, 'snapshot')
    copyFileSync(this.image, copy)
    return copy
  }
}

function canMount(): boolean {
  if (process.getuid?.() !== 0) {
    sayUntested('power cuts', 'only root may mount a trial disk')
    return false
  }
  return can('mkfs.ext4', '-V') && can('losetup', '-f')
}

/** The store on a snapshot, taken while the writer stood still, against what it had acknowledged by then. */
async function cutPower(disk: TrialDisk, root: string, plan: WriterPlan, lifeMs: number): Promise<readonly string[]> {
  const writer = startWriter(plan)
  let said = ''
  writer.process.stdout?.on('data', (data: Buffer) => (said += data.toString()))
  await writer.started
  await new Promise((resolve) => setTimeout(resolve, lifeMs))
  writer.process.kill('SIGSTOP')
  // What it said before it stood still may be on its way.
  await new Promise((resolve) => setTimeout(resolve, 5))
  const acknowledged = lastAcknowledged(said)
  const snapshot = disk.snapshot()
  writer.process.kill('SIGKILL')
  await writer.ended
  const left = join(root, 'left')
  rmSync(left, { recursive: true, force: true })
  const point = disk.mount(snapshot)
  cpSync(join(point, 'store'), left, { recursive: true })
  disk.unmount(point)
  return complaintsAbout(left, acknowledged)
}

async function cutOften(synchronous: 'FULL' | 'NORMAL', times: number): Promise<readonly string[]> {
  const root = scratchFolder()
  const disk = new TrialDisk(root)
  const point = disk.mount()
  const random = seeded(11)
  const store = join(point, 'store')
  const complaints: string[] = []
  for (let cut = 0; cut < times; cut += 1) {
    if (cut % 20 === 0) rmSync(store, { recursive: true, force: true })
    const found = await cutPower(disk, root, { dir: store, synchronous }, 10 + random() * 60)
    complaints.push(...found.map((complaint) => `cut ${cut}: ${complaint}`))
    if (complaints.length > 0 && synchronous === 'NORMAL') break
  }
  disk.unmount(point)
  return complaints
}

const mounts = canMount()

test.runIf(mounts)(`L-5 what was acknowledged survives ${SNAPSHOTS} power cuts`, { timeout: 300_000 }, async () => {
  expect(await cutOften('FULL', SNAPSHOTS)).toEqual([])
})

test.runIf(mounts)('L-5 the power cuts would find a store that does not sync', { timeout: 120_000 }, async () => {
  const complaints = await cutOften('NORMAL', 40)
  expect(complaints.join()).toMatch(/acknowledged up to|lost acknowledged|is not the one that was acknowledged/)
})
