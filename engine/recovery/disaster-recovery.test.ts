import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { MemoryTarget } from '../adapters/backup-targets/memory-target.ts'
import { SrvraError } from '../core/errors.ts'
import { RecoveryFixture, TEST_KEY } from '../testing/recovery-fixture.ts'
import { finish } from '../testing/storage-contract/fixture.ts'
import { storesAt } from './vault.ts'

const HOUR = 3_600_000

/** A target that can be unplugged. */
class Pluggable extends MemoryTarget {
  plugged = true
  puts = 0
  refused = 0

  override async put(name: string, content: Uint8Array, signal?: AbortSignal): Promise<void> {
    this.#assertPlugged(name)
    this.puts++
    await super.put(name, content, signal)
  }

  override async get(name: string, signal?: AbortSignal): Promise<Uint8Array> {
    this.#assertPlugged(name)
    return super.get(name, signal)
  }

  #assertPlugged(object: string): void {
    if (this.plugged) return
    this.refused++
    throw new SrvraError('E_BACKUP_TARGET', `${this.name} does not answer.`, { target: this.name, object })
  }
}

/** Lets a second of virtual time pass, and everything that it set off come to its end. */
async function second(fixture: RecoveryFixture, count = 1): Promise<void> {
  for (let n = 0; n < count; n++) {
    fixture.time.advance(1000)
    await vi.waitUntil(() => fixture.recovery.status().running === undefined)
    await new Promise((resolve) => setImmediate(resolve))
  }
}

test('B-13 what happens is at the target a second later, without anybody asking', async () => {
  const fixture = new RecoveryFixture()
  await second(fixture, 2)
  fixture.author.write('a', 1)
  void fixture.storage.append([], [{ collection: 'notes', id: 'x', value: 1 }])
  expect(fixture.recovery.status()).toMatchObject({ shippedSeq: 0, headSeq: 1 })
  fixture.time.advance(1000)
  await vi.waitUntil(() => fixture.recovery.status().shippedSeq === 1)
  expect(fixture.recovery.status()).toMatchObject({ shippedSeq: 1, headSeq: 1, targets: [{ state: 'ok', lastSeq: 1 }] })
  const restored = fixture.opened(await fixture.restore({}))
  expect([restored.read('a')?.value, restored.record('notes', 'x')]).toEqual([1, 1])
})

test('B-13 what was written while no engine backed up, and what a kill interrupted, follows in order', async () => {
  const fixture = new RecoveryFixture()
  await fixture.recovery.backup()
  fixture.author.write('a', 1)
  void fixture.storage.append([], [{ collection: 'notes', id: 'x', value: 'before' }])
  fixture.restart()
  void fixture.storage.append([], [{ collection: 'notes', id: 'x', value: 'after' }])
  fixture.author.write('a', 2)
  await fixture.recovery.flush()
  const then = fixture.opened(await fixture.restore({ seq: 1 }))
  expect(then.record('notes', 'x')).toBe('after')
  expect(fixture.opened(await fixture.restore({ seq: 2 })).read('a')?.value).toBe(2)
})

test('B-14 the first backup is made at once, the next after the interval', async () => {
  const fixture = new RecoveryFixture({ options: { backupInterval: '1hour' } })
  fixture.author.write('a', 1)
  await second(fixture, 3)
  expect(fixture.recovery.status()).toMatchObject({ backups: 1, lastBackup: { seq: 1 } })
  fixture.time.advance(HOUR - 5000)
  await second(fixture)
  expect(fixture.recovery.status().backups).toBe(1)
  await second(fixture, 8)
  expect(fixture.recovery.status().backups).toBe(2)
  expect(fixture.recovery.status().nextAt).toBeGreaterThan(fixture.time.now() + HOUR - 20_000)
})

test('B-14 a backup that is cancelled, or whose process is killed, is not listed and leaves nothing that counts; the next goes on with it', async () => {
  const target = new Pluggable()
  const fixture = new RecoveryFixture({ targets: [target] })
  const noise = (): string => Array.from({ length: 4000 }, () => Math.random().toString(36)).join('')
  for (let n = 0; n < 400; n++) fixture.author.write(`k/${n}`, { noise: noise() })
  const before = await pieces(target)
  const ending = new AbortController()
  const sending = fixture.recovery.backup({
    signal: ending.signal,
    onProgress: ({ done, total }) => {
      if (done / total > 0.6) ending.abort(new Error('enough'))
    },
  })
  await expect(sending).rejects.toThrow('enough')
  expect(fixture.recovery.status()).toMatchObject({ backups: 0, lastAttempt: { error: { message: 'enough' } } })
  const sent = (await pieces(target)).length - before.length
  expect(sent).toBeGreaterThan(0)
  fixture.restart()
  const already = target.puts
  await fixture.recovery.backup()
  const parts = (await fixture.vault()).manifest!.bases[0]!.parts.length
  expect(parts).toBeGreaterThan(sent)
  expect((await pieces(target)).length).toBe(parts)
  // What had been sent was not sent again.
  expect(target.puts - already).toBeLessThan(parts + 6)
  expect(fixture.opened(await fixture.restore({})).digest()).toBe(fixture.storage.digest())
  expect(existsSync(join(fixture.root, 'scratch', 'backup'))).toBe(false)
})

async function pieces(target: MemoryTarget): Promise<readonly string[]> {
  return (await target.list({ limit: 10_000 })).map(({ name }) => name).filter((name) => name.includes('.base.'))
}

test('B-15 thousands of small segments are a few objects, and restore as they were', async () => {
  const fixture = new RecoveryFixture()
  await fixture.recovery.backup()
  for (let n = 1; n <= 300; n++) {
    fixture.author.write(`k/${n % 7}`, n)
    await fixture.recovery.flush()
  }
  const { segments } = (await fixture.vault()).manifest!
  expect(segments.length).toBeLessThan(64)
  expect((await fixture.targets[0]!.list({ limit: 1000 })).length).toBeLessThan(70)
  for (const seq of [1, 33, 150, 299, 300])
    expect(fixture.opened(await fixture.restore({ seq })).read(`k/${seq % 7}`)?.value).toBe(seq)
})

test('B-16 what nobody needs is let go of at the target, too', async () => {
  const fixture = new RecoveryFixture({ options: { retention: '2days', backupInterval: '1day' } })
  for (let day = 0; day < 8; day++) {
    fixture.author.write('a', day)
    await fixture.recovery.backup()
    fixture.time.advance(24 * HOUR - 1)
    await vi.waitUntil(() => fixture.recovery.status().running === undefined)
  }
  const manifest = (await fixture.vault()).manifest!
  expect(manifest.bases.length).toBeLessThan(6)
  const listed = new Set([...manifest.bases.flatMap(({ parts }) => parts), ...manifest.segments].map(({ name }) => name))
  const there = (await fixture.targets[0]!.list({ limit: 1000 })).map(({ name }) => name)
  expect(there.filter((name) => !listed.has(name))).toEqual([expect.stringMatching(/\.manifest$/)])
})

test('B-22 a store that is older than its backup, or went another way, is not backed up over it', async () => {
  const fixture = new RecoveryFixture()
  await fixture.recovery.backup()
  fixture.author.write('a', 1)
  const { dir } = await restoredCopy(fixture, 1)
  fixture.author.write('a', 2)
  await fixture.recovery.flush()
  fixture.storage.close()
  Object.defineProperty(fixture, 'dir', { value: dir })
  fixture.restart()
  await expect(fixture.recovery.flush()).rejects.toMatchObject({ code: 'E_BACKUP_AHEAD' })
  fixture.author.write('b', 'another')
  await expect(fixture.recovery.flush()).rejects.toMatchObject({ code: 'E_BACKUP_FOREIGN' })
  expect(fixture.recovery.status().targets[0]).toMatchObject({ state: 'failing', error: { code: 'E_BACKUP_FOREIGN' } })
})

/** A copy of the store in its present life, as somebody makes who copies files. */
async function restoredCopy(fixture: RecoveryFixture, seq: number): Promise<{ readonly dir: string }> {
  await fixture.recovery.flush()
  const dir = join(fixture.root, 'copied')
  const { mkdirSync } = await import('node:fs')
  mkdirSync(dir)
  expect(fixture.storage.head().seq).toBe(seq)
  await fixture.storage.copyTo(join(dir, 'store.sqlite'))
  return { dir }
}

test('B-23 a target that fails is tried again, ever rarer; the others go on, and the status says which is how', async () => {
  const [steady, shaky] = [new Pluggable('steady'), new Pluggable('shaky')]
  const fixture = new RecoveryFixture({ targets: [steady, shaky], options: { geoRedundancy: true } })
  await second(fixture, 3)
  expect(fixture.recovery.status()).toMatchObject({ redundant: true, targets: [{ state: 'ok' }, { state: 'ok' }] })
  shaky.plugged = false
  fixture.author.write('a', 1)
  fixture.time.advance(1000)
  await vi.waitUntil(() => fixture.recovery.status().targets[1]?.state === 'failing')
  await vi.waitUntil(() => fixture.recovery.status().shippedSeq === 1)
  expect(fixture.recovery.status()).toMatchObject({
    redundant: false,
    streamLagMs: 0,
    targets: [{ state: 'ok' }, { state: 'failing', error: { code: 'E_BACKUP_TARGET' } }],
  })
  await second(fixture, 300)
  expect(shaky.refused).toBeGreaterThan(4)
  expect(shaky.refused).toBeLessThan(14)
  shaky.plugged = true
  await second(fixture, 61)
  await vi.waitUntil(() => fixture.recovery.status().redundant)
  expect(fixture.recovery.status()).toMatchObject({ targets: [{ lastSeq: 1 }, { lastSeq: 1, state: 'ok' }] })
  expect(fixture.opened(await fixture.restore({}, { target: shaky })).read('a')?.value).toBe(1)
})

test('B-24 a drill restores the newest backup for practice, verifies it and compares the chain; damage is found and told', async () => {
  const target = new MemoryTarget()
  const fixture = new RecoveryFixture({ targets: [target] })
  for (let n = 0; n < 20; n++) fixture.author.write(`k/${n}`, n)
  await fixture.recovery.backup()
  fixture.author.write('k/0', 'later')
  await fixture.recovery.flush()
  const [report] = await fixture.recovery.verify()
  expect(report).toMatchObject({ ok: true, problems: [], restored: { seq: 21, documents: 20, digest: fixture.storage.digest() } })
  expect(report!.objects).toBe(2)
  expect(readdirSync(join(fixture.root, 'scratch'))).toEqual([])
  const { segments } = (await fixture.vault()).manifest!
  const object = Buffer.from(await target.get(segments[0]!.name))
  object[object.length >> 1]! ^= 4
  await target.put(segments[0]!.name, object)
  const [damaged] = await fixture.recovery.verify()
  expect(damaged).toMatchObject({ ok: false, problems: [expect.stringContaining('E_BACKUP_INTEGRITY')] })
  expect(fixture.recovery.status().verification?.ok).toBe(false)
})

test('B-29 a target that was away for so long that the log was compacted gets a new base, and the gap is no place to restore to', async () => {
  const target = new Pluggable()
  const fixture = new RecoveryFixture({ targets: [target] })
  fixture.author.write('a', 1)
  await fixture.recovery.backup()
  target.plugged = false
  for (let n = 2; n <= 9; n++) fixture.author.write('a', n)
  finish(fixture.storage.compact({ before: fixture.storage.head().at }))
  target.plugged = true
  await second(fixture, 3)
  fixture.author.write('a', 10)
  await fixture.recovery.flush()
  expect(fixture.recovery.status().backups).toBe(2)
  expect(fixture.opened(await fixture.restore({ seq: 10 })).read('a')?.value).toBe(10)
  await expect(fixture.restore({ seq: 5 })).rejects.toMatchObject({ code: 'E_RANGE' })
})

test('B-12 names of objects tell nothing of the store, and several stores share a target', async () => {
  const target = new MemoryTarget()
  const [first, second_] = [new RecoveryFixture({ targets: [target] }), new RecoveryFixture({ targets: [target] })]
  first.author.write('patients/ada', 1)
  second_.author.write('patients/bob', 2)
  await first.recovery.backup()
  await second_.recovery.backup()
  expect(await storesAt(target)).toHaveLength(2)
  const names = (await target.list({ limit: 100 })).map(({ name }) => name).join(' ')
  expect(names).not.toContain(first.storage.storeId.toLowerCase())
  expect(first.opened(await first.restore({})).read('patients/ada')?.value).toBe(1)
  expect(second_.opened(await second_.restore({})).read('patients/bob')?.value).toBe(2)
  expect(TEST_KEY.id).toMatch(/^[0-9a-f]{16}$/)
})
