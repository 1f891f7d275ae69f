import { join } from 'node:path'
import { openSqliteStorage } from '../../engine/adapters/sqlite-storage/index.ts'
import { SrvraDataSync } from '../../engine/index.ts'
import { openRestoredStore, openVault } from '../../engine/open-recovery.ts'
import { planTo } from '../../engine/recovery/restore/find-position.ts'
import { restoreStore } from '../../engine/recovery/restore/restore-store.ts'
import { parseKeyText } from '../../engine/recovery/seal/backup-key.ts'
import { readFileSync } from 'node:fs'
import { keyOf, nextCount, type StockRecord, stockRecord } from '../harness/documents.ts'
import { atLeast, atMost, type Figures, type RunContext, type Scenario } from '../harness/scenario.ts'

const DOCUMENTS = 100_000
const CHANGES = 1_000_000
const LOAD_MS = 12_000
const BATCH = 10

const records = Array.from({ length: DOCUMENTS }, (_, index) => stockRecord(index))

function batchAt(first: number, size: number): readonly { key: string; value: StockRecord }[] {
  return Array.from({ length: size }, (_, index) => {
    const item = (first + index) % DOCUMENTS
    if (first >= DOCUMENTS) records[item] = nextCount(records[item] as StockRecord, first + index)
    return { key: keyOf(item), value: records[item] as StockRecord }
  })
}

/** Every operation comes from the stream: there is no base backup but the empty one at the beginning. */
async function restore({ dir }: RunContext): Promise<Figures> {
  const store = join(dir, 'store')
  const engine = new SrvraDataSync({ storage: { dir: store, synchronous: 'NORMAL' } })
  const recovery = engine.enableDisasterRecovery({ verifyInterval: '0' })
  await recovery.backup()
  for (let first = 0; first < CHANGES; first += 1000) engine.batch(batchAt(first, 1000))
  const before = performance.now()
  await recovery.flush()
  const shipped = performance.now() - before
  const digest = engine.storage.digest()
  await engine.close()
  const secret = parseKeyText(readFileSync(join(store, 'backup.key'), 'utf8'), 'backup.key')
  const vault = await openVault({ folder: join(store, 'backups') }, secret)
  const begun = performance.now()
  const plan = await planTo(vault, {}, Number.MAX_SAFE_INTEGER)
  const restored = await restoreStore({ vault, plan, dir: join(dir, 'restored'), openStore: openRestoredStore, epoch: 2 })
  const seconds = (performance.now() - begun) / 1000
  if (restored.digest !== digest || restored.seq !== CHANGES) throw new Error('the restored store is another one')
  const opened = openSqliteStorage({ dir: join(dir, 'restored') })
  opened.close()
  return {
    'restore s': seconds,
    'stream MB/s': (vault.manifest?.segments.reduce((sum, { contentBytes }) => sum + contentBytes, 0) ?? 0) / 1000 / shipped,
  }
}

/** Writers as a hub has them: batches that are on the disk when they are answered. */
async function writesPerSecond({ dir }: RunContext, backing: boolean): Promise<Figures> {
  const engine = new SrvraDataSync({ storage: { dir: join(dir, 'store') } })
  for (let first = 0; first < DOCUMENTS; first += 1000) engine.batch(batchAt(first, 1000))
  const recovery = backing ? engine.enableDisasterRecovery({ verifyInterval: '0' }) : undefined
  await recovery?.flush()
  const writing = new AbortController()
  let backups = 0
  const backingUp = (async () => {
    if (!recovery) return
    for (; !writing.signal.aborted; backups++) await recovery.backup()
  })()
  let written = 0
  const end = performance.now() + LOAD_MS
  while (performance.now() < end) {
    engine.batch(batchAt(DOCUMENTS + written, BATCH))
    written += BATCH
    await new Promise((resolve) => {
      setImmediate(resolve)
    })
  }
  writing.abort()
  await backingUp
  await engine.close()
  if (backing && backups === 0) throw new Error('no backup was made')
  return { 'writes/s': written / (LOAD_MS / 1000) }
}

export const scenario: Scenario = {
  name: 'backups',
  title: 'Backups and restore',
  description:
    'Writing in batches of ten to a store of 100,000 records, each batch on the disk, without backups, and while whole backups follow each other without a pause beside the stream. Restoring 1,000,000 operations on 100,000 records from the stream alone, replayed one by one, the digest compared.',
  rounds: 3,
  contestants: [
    { name: 'without backups', role: 'limit', run: (context) => writesPerSecond(context, false) },
    { name: 'during backups', role: 'ours', run: (context) => writesPerSecond(context, true) },
    { name: 'restore', role: 'ours', run: restore },
  ],
  targets: (median) => [
    atLeast(
      'backup-under-load',
      '>= 0.8x the writes without backups',
      median('during backups', 'writes/s') / median('without backups', 'writes/s'),
      0.8,
    ),
    atMost('restore-million', '<= 60 s for 1,000,000 operations', median('restore', 'restore s'), 60),
  ],
}
