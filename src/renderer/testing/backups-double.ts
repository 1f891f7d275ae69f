import type { BackupStatus, Failure, RestorePreview, RestoreRow, TaskView } from '../../shared/contract.ts'
import { useBackups } from '../stores/backups.ts'
import { usePreferences } from '../stores/preferences.ts'
import { useTasks } from '../stores/tasks.ts'
import { installBridge } from './bridge-double.ts'
import { settle } from './rules-double.ts'

const settings = {
  enabled: true,
  targets: [{ folder: '/mnt/backups' }],
  backupIntervalMs: 3_600_000,
  retentionMs: 86_400_000,
  geoRedundancy: false,
} as const

/** What an engine would tell of its backups. */
export interface BackupWorld {
  readonly status: BackupStatus
  readonly preview: RestorePreview
  readonly rows: readonly RestoreRow[]
}

/** A console with backups; tasks begin at once and end when a test says so. */
export async function withBackups(
  world: BackupWorld,
  known: { readonly production?: boolean; readonly refuse?: Partial<Record<string, Failure>> } = {},
) {
  let { status, preview } = world
  let begun = 0
  const refused = (name: string): Failure | undefined => known.refuse?.[name]
  const task = (name: string) => {
    const error = refused(name)
    return error ? ({ ok: false, error } as const) : ({ ok: true, value: { taskId: `task-${++begun}` } } as const)
  }
  const bridge = installBridge({
    'preferences.get': () => ({ ok: false, error: { code: 'E_TEST', message: '', details: {} } }),
    'preferences.set': (change) => ({ ok: true, value: { ...usePreferences().current, ...change } }),
    'tasks.list': () => ({ ok: true, value: [] }),
    'tasks.cancel': () => ({ ok: true, value: null }),
    'backups.status': () => ({ ok: true, value: status }),
    'backups.list': () => ({ ok: true, value: [{ seq: 12_000, at: 1, bytes: 5, epoch: 2, chain: 'c' }] }),
    'backups.sizes': () => ({ ok: true, value: [{ at: 1, bytes: 5 }] }),
    'backups.kept': () => ({ ok: true, value: [{ id: 'kept-1', at: 1, seq: 9000, bytes: 7 }] }),
    'backups.settings': () => ({ ok: true, value: settings }),
    'backups.configure': ({ enabled }) => {
      const error = refused('configure')
      return error ? { ok: false, error } : { ok: true, value: { ...settings, enabled } }
    },
    'backups.backup-now': () => task('backup-now'),
    'backups.verify': () => task('verify'),
    'backups.timeline': ({ fromAt, toAt }) => ({
      ok: true,
      value: { fromAt, toAt, buckets: [1, 2], events: acts, truncated: false },
    }),
    'backups.preview': () => task('preview'),
    'backups.previewed': () => ({ ok: true, value: preview }),
    'backups.preview-rows': ({ from, count }) => ({ ok: true, value: world.rows.slice(from, from + count) }),
    'backups.preview-diff': () => ({ ok: true, value: { lines: [], jsonPatch: [], sizeBytes: 0, truncated: false } }),
    'backups.restore': () => task('restore'),
    'backups.let-go': () => ({ ok: true, value: null }),
    'backups.export-key': ({ file }) => ({ ok: true, value: { file, keyId: 'k1' } }),
    'dialogs.save-file': ({ suggestedName }) => ({ ok: true, value: `/chosen/${suggestedName}` }),
  })
  const tasks = useTasks()
  await tasks.load()
  const backups = useBackups()
  await backups.start()
  if (known.production) await usePreferences().change({ environment: { name: 'Shop', kind: 'production' } })
  const ends = async (id: string, end: Partial<TaskView> = {}): Promise<void> => {
    bridge.tell('tasks', [{ id, kind: 'restore', title: id, state: 'done', done: 1, total: 1, startedAt: 1, endedAt: 2, ...end }])
    await settle()
  }
  const become = async (changes: Partial<BackupStatus>): Promise<void> => {
    status = { ...status, ...changes }
    bridge.tell('backups', status)
    await settle()
  }
  const count = (changed: number): void => {
    preview = { ...preview, counts: { ...preview.counts, added: 0, changed, removed: 0 } }
  }
  const times = (name: string): number => bridge.asked.filter(([asked]) => asked === name).length
  return { ...bridge, backups, tasks, ends, become, count, times }
}

const acts = [
  { seq: 12_100, at: 10, kind: 'import', actor: 'a', count: 100, label: 'orders.csv' },
  { seq: 12_300, at: 20, kind: 'bulk', actor: 'b', count: 181, label: 'Delete orders' },
] as const
