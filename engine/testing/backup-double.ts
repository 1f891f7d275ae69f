import type { BackupControl, BackupHooks, PreparedRestore } from '../admin/backups/backup-control.ts'
import type {
  BackupChoice,
  BackupSettings,
  BackupStatus,
  DrillReport,
  KeptStore,
  RestorePreview,
  RestoreReport,
  RestoreRow,
} from '../admin/commands.ts'
import { SrvraError } from '../core/errors.ts'

const NOON = Date.UTC(2026, 10, 23, 12)
const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

/** Backups that are well: of an hour ago, verified yesterday, in two places. */
export const wellKept: BackupStatus = {
  enabled: true,
  targets: [
    { name: 'folder /mnt/backups', state: 'ok', lagMs: 0, lastSeq: 12_480, lastAt: NOON - 2000 },
    { name: 's3 backups/shop', state: 'lagging', lagMs: 4200, lastSeq: 12_431, lastAt: NOON - 6000 },
  ],
  lastBackup: { seq: 12_000, at: NOON - HOUR_MS, bytes: 48_200_000, tookMs: 2300 },
  nextAt: NOON + 5 * HOUR_MS,
  streamLagMs: 0,
  shippedSeq: 12_480,
  headSeq: 12_480,
  key: { id: '7f3a9c21', keptBeside: false },
  verification: { at: NOON - DAY_MS, ok: true, problems: [], restoredSeq: 11_204, tookMs: 8100 },
  bytes: 412_000_000,
  backups: 9,
  window: { fromSeq: 1200, fromAt: NOON - 7 * DAY_MS, toSeq: 12_480, toAt: NOON - 2000 },
  redundant: true,
}

export const aPreview: RestorePreview = {
  seq: 12_299,
  at: NOON - 2 * HOUR_MS,
  epochNext: 3,
  counts: { added: 1, changed: 2, removed: 1, unchanged: 996 },
  changesSetAside: 181,
  bytesNeeded: 51_000_000,
  bytesFree: 90_000_000_000,
}

export const someRows: readonly RestoreRow[] = [
  { key: 'orders/17', what: 'changed', before: '{"total":12}', after: '{"total":14}' },
  { key: 'orders/18', what: 'changed', before: '{"total":3}', after: '{"total":4}' },
  { key: 'orders/19', what: 'added', before: null, after: '{"total":9}' },
  { key: 'orders/20', what: 'removed', before: '{"total":1}', after: null },
]

/** Backups as an administration sees them, answering as a test says; `acts` has what was asked of them. */
export class BackupDouble implements BackupControl {
  readonly acts: string[] = []
  current: BackupStatus = wellKept
  drill: DrillReport = { at: NOON, ok: true, problems: [], restoredSeq: 12_480, tookMs: 900 }
  stores: readonly KeptStore[] = [{ id: 'kept-1', at: NOON - DAY_MS, seq: 9000, bytes: 33_000_000 }]
  plan: BackupSettings = {
    enabled: true,
    targets: [{ folder: '/mnt/backups' }],
    backupIntervalMs: 6 * HOUR_MS,
    retentionMs: 30 * DAY_MS,
    geoRedundancy: false,
  }
  #tell: (status: BackupStatus) => void = () => {}

  status(): BackupStatus {
    return this.current
  }

  onStatus(listener: (status: BackupStatus) => void): () => void {
    this.#tell = listener
    return () => (this.#tell = () => {})
  }

  become(status: Partial<BackupStatus>): void {
    this.current = { ...this.current, ...status }
    this.#tell(this.current)
  }

  list: BackupControl['list'] = async () => [{ seq: 12_000, at: NOON - HOUR_MS, bytes: 48_200_000, epoch: 2, chain: 'c1' }]
  sizes: BackupControl['sizes'] = async () => [{ at: NOON - HOUR_MS, bytes: 412_000_000 }]
  settings = (): BackupSettings => this.plan
  kept: BackupControl['kept'] = async () => this.stores

  async configure(choice: BackupChoice): Promise<BackupSettings> {
    this.acts.push(`configure ${choice.targets.length}`)
    return this.plan
  }

  async backUp({ onProgress }: BackupHooks): Promise<{ seq: number; bytes: number }> {
    onProgress(1, 2)
    return { seq: 12_480, bytes: 1000 }
  }

  async verify(): Promise<DrillReport> {
    return this.drill
  }

  timeline: BackupControl['timeline'] = async ({ fromAt, toAt }) => ({
    fromAt,
    toAt,
    buckets: [1, 2],
    events: [],
    truncated: false,
  })

  async prepareRestore(at: unknown): Promise<PreparedRestore> {
    const name = JSON.stringify(at)
    this.acts.push(`prepare ${name}`)
    return {
      preview: aPreview,
      rows: async (from, count) => someRows.slice(from, from + count),
      diff: async () => ({ lines: [], jsonPatch: [], sizeBytes: 0, truncated: false }),
      close: async () => void this.acts.push(`close ${name}`),
    }
  }

  async restore(plan: Parameters<BackupControl['restore']>[0]): Promise<RestoreReport> {
    const { seq, at, epochNext: epoch, counts, changesSetAside } = aPreview
    const actual = counts.added + counts.changed + counts.removed
    if (plan.changed !== actual)
      throw new SrvraError('E_STALE_PREVIEW', 'Another number would change now. Nothing was changed; look again.', { actual })
    this.acts.push(`restore ${plan.into.kind} by ${plan.actor}`)
    return { taskId: plan.taskId, endedAt: NOON, seq, at, into: plan.into, epoch, counts, changesSetAside }
  }

  async letGo(id: string, seq: number): Promise<void> {
    this.acts.push(`let go ${id} at ${seq}`)
  }

  async exportKey(file: string): Promise<string> {
    this.acts.push(`key to ${file}`)
    return this.current.key.id
  }
}
