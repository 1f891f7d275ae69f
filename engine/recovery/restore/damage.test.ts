import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { MemoryTarget } from '../../adapters/backup-targets/memory-target.ts'
import { RecoveryFixture, TEST_KEY } from '../../testing/recovery-fixture.ts'
import type { Manifest } from '../manifest/manifest.ts'
import { signManifest } from '../manifest/signed-manifest.ts'
import { backupKeyOf } from '../seal/backup-key.ts'
import { sealObject } from '../seal/sealed-object.ts'

const REFUSALS = [
  'E_BACKUP_INTEGRITY',
  'E_KEY_UNKNOWN',
  'E_BACKUP_VERSION',
  'E_BACKUP_MISSING',
  'E_BACKUP_PATH',
  'E_BACKUP_SIZE',
  'E_RANGE',
]

/** A backup with a base and a few segments, and what it restores to. */
async function backedUp(): Promise<{
  fixture: RecoveryFixture
  target: MemoryTarget
  digest: string
  manifest: Manifest
  manifestName: string
}> {
  const target = new MemoryTarget()
  const fixture = new RecoveryFixture({ targets: [target] })
  for (let n = 0; n < 12; n++) fixture.author.write(`k/${n % 5}`, { n })
  await fixture.recovery.backup()
  for (let n = 0; n < 6; n++) {
    fixture.author.write(`k/${n}`, { later: n })
    await fixture.recovery.flush()
  }
  const { manifest } = await fixture.vault()
  const names = (await target.list({ limit: 1000 })).map(({ name }) => name)
  return {
    fixture,
    target,
    digest: fixture.storage.digest(),
    manifest: manifest!,
    manifestName: names.find((name) => name.endsWith('.manifest'))!,
  }
}

const codeOf = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => 'restored',
    (error: { code?: unknown }) => error.code,
  )

test('B-21, I11 a flipped bit or a cut anywhere in a backup is refused before anything is restored, or changes nothing', async () => {
  const { fixture, target, digest } = await backedUp()
  const names = (await target.list({ limit: 1000 })).map(({ name }) => name)
  let refused = 0
  for (let round = 0; round < 240; round++) {
    const name = names[round % names.length]!
    const whole = await target.get(name)
    const bent = Buffer.from(whole)
    const place = (round * 7919) % (whole.length * 8)
    bent[place >> 3]! ^= 1 << (place & 7)
    await target.put(name, round % 5 === 4 ? whole.subarray(0, place >> 3) : bent)
    const dir = join(fixture.root, `bent-${round}`)
    const restored = fixture.restore({}, { dir })
    const code = await codeOf(restored)
    if (code === 'restored') expect((await restored).digest).toBe(digest)
    else {
      expect(REFUSALS).toContain(code)
      refused++
    }
    await target.put(name, whole)
  }
  expect(refused).toBeGreaterThan(230)
})

test('B-21 objects that change places, or come from another store or key, are refused', async () => {
  const { fixture, target, manifest } = await backedUp()
  const [first, second] = manifest.segments
  const swapped = [await target.get(first!.name), await target.get(second!.name)] as const
  await target.put(first!.name, swapped[1])
  await target.put(second!.name, swapped[0])
  expect(await codeOf(fixture.restore({}))).toBe('E_BACKUP_INTEGRITY')
  await target.put(first!.name, await sealObject(first!.name, Buffer.from('{"c":{}}\n'), backupKeyOf(Buffer.alloc(32, 1))))
  await target.put(second!.name, swapped[1])
  expect(await codeOf(fixture.restore({}))).toBe('E_BACKUP_INTEGRITY')
})

test('B-21 an older manifest in place of the newest restores to its own end, and says so to whoever knows better', async () => {
  const { fixture, target, manifestName } = await backedUp()
  const old = await target.get(manifestName)
  fixture.author.write('new', 1)
  await fixture.recovery.flush()
  await target.put(manifestName, old)
  expect((await fixture.restore({})).seq).toBe(18)
  await expect(fixture.recovery.vault().then((vault) => vault.load())).rejects.toMatchObject({ code: 'E_BACKUP_STALE' })
  expect((await fixture.recovery.verify())[0]).toMatchObject({ ok: false, problems: [expect.stringContaining('E_BACKUP_STALE')] })
})

/** Archives that somebody made on purpose: even whoever has the key cannot make one that leads out of its folder. */
const HOSTILE_NAMES = [
  '../x',
  '../../etc/passwd',
  '/etc/passwd',
  'a/b',
  'a\\..\\b',
  '..',
  '.',
  '',
  'CON',
  'A',
  'a\0b',
  'a\nb',
  'x'.repeat(200),
  '%2e%2e',
  '~',
]

test('B-21 thirty crafted archives write nothing outside their folder', async () => {
  const { fixture, target, manifest, manifestName } = await backedUp()
  const crafted: Uint8Array[] = [
    ...HOSTILE_NAMES.flatMap((name) => [
      signManifest(
        { ...manifest, bases: [{ ...manifest.bases[0]!, parts: [{ ...manifest.bases[0]!.parts[0]!, name }] }] },
        TEST_KEY,
      ),
      signManifest({ ...manifest, segments: [{ ...manifest.segments[0]!, name }] }, TEST_KEY),
    ]),
    signManifest({ ...manifest, bases: [{ ...manifest.bases[0]!, id: '../../escape' }] }, TEST_KEY),
    signManifest({ ...manifest, bases: [{ ...manifest.bases[0]!, bytes: Number.MAX_SAFE_INTEGER }] }, TEST_KEY),
    signManifest({ ...manifest, storeId: '../other' }, TEST_KEY),
    signManifest(manifest, backupKeyOf(Buffer.alloc(32, 3))),
    Buffer.from(JSON.stringify({ ...manifest, format: 99 })),
    Buffer.from('{"__proto__":{"polluted":1}}\nx\n'),
    Buffer.alloc(0),
  ]
  const outside = join(fixture.root, 'outside')
  mkdirSync(outside)
  writeFileSync(join(outside, 'witness'), 'here')
  const before = readdirSync(fixture.root).toSorted()
  for (const [index, bytes] of crafted.entries()) {
    await target.put(manifestName, bytes)
    const dir = join(outside, `into-${index}`)
    const code = await codeOf(fixture.restore({}, { dir }))
    if (code !== 'restored') expect([...REFUSALS, 'E_SPACE']).toContain(code)
    expect(readdirSync(outside).filter((name) => !name.startsWith('into-'))).toEqual(['witness'])
  }
  expect(readdirSync(fixture.root).toSorted()).toEqual(before)
  expect(existsSync('/etc/passwd.manifest')).toBe(false)
  expect(({} as { polluted?: unknown }).polluted).toBeUndefined()
})

test('B-20 a restore never touches a folder that holds anything, needs room, and goes on where it was interrupted', async () => {
  const { fixture, digest } = await backedUp()
  const taken = join(fixture.root, 'taken')
  mkdirSync(taken)
  writeFileSync(join(taken, 'store.sqlite'), 'somebody’s')
  await expect(fixture.restore({}, { dir: taken })).rejects.toMatchObject({ code: 'E_RESTORE_FOLDER' })
  const dir = join(fixture.root, 'interrupted')
  for (let stop = 1; stop < 6; stop++) {
    const ending = new AbortController()
    let told = 0
    const restoring = fixture.restore(
      {},
      { dir, signal: ending.signal, onProgress: () => ++told === stop && ending.abort(new Error('enough')) },
    )
    await restoring.catch((error: unknown) => expect(String(error)).toContain('enough'))
  }
  const other = fixture.restore({ seq: 14 }, { dir })
  expect(await codeOf(other)).toBe('E_RESTORE_FOLDER')
  expect((await fixture.restore({}, { dir })).digest).toBe(digest)
})

test('B-20 a key that is not the store’s is named, and nothing is made', async () => {
  const { fixture, target } = await backedUp()
  const { Vault, prefixOf } = await import('../vault.ts')
  const vault = new Vault(target, backupKeyOf(Buffer.alloc(32, 9)), prefixOf(fixture.storage.storeId))
  await expect(vault.load()).rejects.toMatchObject({ code: 'E_KEY_UNKNOWN' })
})
