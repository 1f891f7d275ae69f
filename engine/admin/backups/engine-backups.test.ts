import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { systemClock } from '../../adapters/system-clock.ts'
import { systemScheduler } from '../../adapters/system-scheduler.ts'
import { SrvraDataSync } from '../../srvra-data-sync.ts'
import type { BackupChoice, RestoreInto } from '../commands.ts'
import { EngineBackups } from './engine-backups.ts'

const HOOKS = { signal: new AbortController().signal, onProgress: () => undefined }

/** An engine that a host holds: it is closed and opened anew when its store is replaced. */
class Host {
  readonly root = mkdtempSync(join(tmpdir(), 'srvra-host-'))
  readonly dir = join(this.root, 'store')
  readonly reported: unknown[] = []
  engine!: SrvraDataSync
  backups!: EngineBackups
  replaced: Promise<void> = Promise.resolve()

  constructor() {
    this.open()
    onTestFinished(async () => {
      await this.engine.close()
      rmSync(this.root, { recursive: true })
    })
  }

  open(): void {
    this.engine = new SrvraDataSync({ storage: { dir: this.dir } })
    this.backups = new EngineBackups({
      engine: this.engine,
      dir: this.dir,
      clock: systemClock,
      scheduler: systemScheduler,
      replaceEngine: (change) => {
        this.replaced = this.#replace(change)
      },
      report: (error) => void this.reported.push(error),
    })
  }

  async #replace(change: () => void): Promise<void> {
    await this.engine.close()
    change()
    this.open()
  }

  choice(change: Partial<BackupChoice> = {}): BackupChoice {
    const targets = [{ folder: join(this.root, 'target') }]
    return { enabled: true, targets, backupIntervalMs: 3_600_000, retentionMs: 86_400_000, geoRedundancy: false, ...change }
  }

  restore(seq: number, into: RestoreInto, changed: number): ReturnType<EngineBackups['restore']> {
    return this.backups.restore({ taskId: 'task-1', at: { seq }, into, changed, actor: 'operator' }, HOOKS)
  }
}

test('V-260, B-25, B-26 wrecked data is looked at, restored in place to the operation before, and the old store kept', async () => {
  const host = new Host()
  const { engine } = host
  await host.backups.configure(host.choice())
  engine.batch(Array.from({ length: 40 }, (_, n) => ({ key: `orders/${n}`, value: { n } })))
  await host.backups.backUp(HOOKS)
  engine.batch(Array.from({ length: 30 }, (_, n) => ({ key: `orders/${n}`, delete: true as const })))
  engine.setState('orders/35', { n: 'later' })
  const { events } = await host.backups.timeline({ fromAt: 0, toAt: Date.now() + 1000, limit: 10 })
  expect(events.map(({ seq, kind, label }) => [seq, kind, label])).toEqual([
    [1, 'bulk', '40 documents written'],
    [41, 'bulk', '30 documents deleted'],
  ])
  const look = await host.backups.prepareRestore({ seq: 40 }, HOOKS)
  expect(look.preview).toMatchObject({
    seq: 40,
    epochNext: expect.any(Number),
    counts: { added: 30, changed: 1, removed: 0, unchanged: 9 },
    changesSetAside: 31,
  })
  expect(await look.rows(29, 5)).toEqual([
    { key: 'orders/8', what: 'added', before: null, after: '{"n":8}' },
    { key: 'orders/9', what: 'added', before: null, after: '{"n":9}' },
  ])
  expect((await look.diff('orders/35')).lines).toEqual([{ path: ['n'], change: 'type', before: 'later', after: 35 }])
  await look.close()
  await expect(host.restore(40, { kind: 'in-place' }, 7)).rejects.toMatchObject({
    code: 'E_STALE_PREVIEW',
    details: { changed: 31 },
  })
  expect(engine.getState('orders/0')).toBeUndefined()
  await host.restore(40, { kind: 'in-place' }, 31)
  await host.replaced
  expect(host.engine.getState('orders/0')).toEqual({ n: 0 })
  const { epoch } = host.engine.storage
  expect(epoch).toBeGreaterThan(1)
  const status = host.backups.status()
  expect(status.lastRestore).toMatchObject({ taskId: 'task-1', seq: 40, epoch, changesSetAside: 31 })
  const [kept] = await host.backups.kept()
  expect(kept).toMatchObject({ id: status.lastRestore!.keptId, seq: 71 })
  host.engine.setState('after', 1)
  await host.backups.backUp(HOOKS)
  expect((await host.backups.list({ limit: 5 })).map((base) => [base.seq, base.epoch])).toEqual([
    [41, epoch],
    [40, 1],
  ])
  await expect(host.backups.letGo(kept!.id, 1)).rejects.toMatchObject({ code: 'E_STALE_PREVIEW' })
  await host.backups.letGo(kept!.id, 71)
  expect(await host.backups.kept()).toEqual([])
})

test('V-260 a restore into a folder of its own touches nothing else', async () => {
  const host = new Host()
  await host.backups.configure(host.choice())
  host.engine.setState('a', 1)
  await host.backups.backUp(HOOKS)
  host.engine.setState('a', 2)
  const file = join(host.root, 'elsewhere')
  await host.restore(1, { kind: 'new-file', file }, 1)
  expect(host.engine.getState('a')).toBe(2)
  const there = new SrvraDataSync({ storage: { dir: file } })
  expect(there.getState('a')).toBe(1)
  await there.close()
  await expect(host.restore(1, { kind: 'new-file', file }, 1)).rejects.toMatchObject({ code: 'E_RESTORE_FOLDER' })
  expect(existsSync(join(file, 'store.sqlite'))).toBe(true)
})

test('V-260 settings outlive the engine, hide secrets, and are only taken over when every target answers', async () => {
  const host = new Host()
  expect(host.backups.status().enabled).toBe(false)
  const credentials = { accessKeyId: 'id', secretAccessKey: 'canary-secret' }
  const s3 = { bucket: 'backups', endpoint: 'http://127.0.0.1:9', timeoutMs: 1000, credentials }
  await expect(host.backups.configure(host.choice({ targets: [{ s3 }] }))).rejects.toMatchObject({ code: 'E_BACKUP_TARGET' })
  expect(host.backups.status().enabled).toBe(false)
  await host.backups.configure(host.choice({ enabled: false, targets: [{ s3 }] }))
  expect(JSON.stringify(host.backups.settings())).not.toContain('canary')
  await host.backups.configure(host.choice({ enabled: false, targets: [{ s3: { ...s3, credentials: 'kept' } }] }))
  expect(readFileSync(join(host.dir, 'backups.json'), 'utf8')).toContain('canary-secret')
  expect(statSync(join(host.dir, 'backups.json')).mode & 0o777).toBe(0o600)
  await host.backups.configure(host.choice())
  await host.engine.close()
  host.open()
  expect(host.backups.status()).toMatchObject({ enabled: true, targets: [{ name: join(host.root, 'target') }] })
})

test('V-260 a damaged settings file is told of, and does not keep the store from being opened', async () => {
  const host = new Host()
  await host.engine.close()
  writeFileSync(join(host.dir, 'backups.json'), '{"plan":')
  host.open()
  expect(host.reported).toMatchObject([{ code: 'E_BACKUP_SETTINGS' }])
  expect(host.backups.status().enabled).toBe(false)
})

test('V-260 the key is exported for its owner alone, and the warning goes', async () => {
  const host = new Host()
  const file = join(host.root, 'copy.key')
  await expect(host.backups.exportKey(file)).rejects.toMatchObject({ code: 'E_KEY_FILE' })
  await host.backups.configure(host.choice())
  expect(host.backups.status().key.keptBeside).toBe(true)
  expect(await host.backups.exportKey(file)).toBe(host.backups.status().key.id)
  expect(statSync(file).mode & 0o777).toBe(0o600)
  expect(host.backups.status().key.keptBeside).toBe(false)
})

test('V-260 the last drill outlives the engine that ran it', async () => {
  const host = new Host()
  await host.backups.configure(host.choice())
  host.engine.setState('orders/1', { n: 1 })
  await host.backups.backUp(HOOKS)
  const report = await host.backups.verify(HOOKS)
  expect(host.backups.status().verification).toEqual(report)
  await host.engine.close()
  host.open()
  expect(host.backups.status().verification).toEqual(report)
})
