import { defineStore } from 'pinia'
import { computed, ref, shallowRef, watch } from 'vue'

import type { BackupStatus, BaseBackup, Failure, KeptStore } from '../../shared/contract.ts'
import type { SizePoint } from '../backups/size-chart.ts'
import { call, on } from '../client.ts'

/** Base backups that the list shows; there are few. */
const LISTED = 200

const none = { ok: true, value: [] } as const

/** How backups stand, always; what is in them, while a view shows it. */
export const useBackups = defineStore('backups', () => {
  const status = shallowRef<BackupStatus>()
  const list = shallowRef<readonly BaseBackup[]>([])
  const sizes = shallowRef<readonly SizePoint[]>([])
  const kept = shallowRef<readonly KeptStore[]>([])
  const failure = shallowRef<Failure>()
  const busy = ref(false)
  const watching = ref(0)
  let turn = 0

  /** What lists were read for: another backup, drill or restore makes them old. */
  const edition = computed(() => {
    const { enabled, lastBackup, backups, lastRestore } = status.value ?? {}
    return `${enabled} ${lastBackup?.seq} ${backups} ${lastRestore?.taskId}`
  })

  /** Undefined until it is known. */
  const available = computed(() => (status.value ? true : failure.value ? failure.value.code !== 'E_NO_BACKUPS' : undefined))

  async function start(): Promise<void> {
    on('backups', (next) => (status.value = next))
    // A store that is opened anew, by a later try or after a restore, has backups of its own.
    on('host', (host) => host.status === 'open' && void refresh())
    await refresh()
  }

  async function refresh(): Promise<void> {
    const answer = await call('backups.status', {})
    failure.value = answer.ok ? undefined : answer.error
    if (answer.ok) status.value = answer.value
  }

  /** Reads the lists; an answer that a later question has overtaken is dropped. */
  async function load(): Promise<void> {
    turn += 1
    const mine = turn
    busy.value = true
    await refresh()
    // While no backups are made nobody looks into those that there are.
    const made = status.value?.enabled ?? false
    const [backups, points, stores] = await Promise.all([
      made ? call('backups.list', { limit: LISTED }) : none,
      made ? call('backups.sizes', {}) : none,
      call('backups.kept', {}),
    ])
    if (mine !== turn) return
    busy.value = false
    if (backups.ok) list.value = backups.value
    if (points.ok) sizes.value = points.value
    if (stores.ok) kept.value = stores.value
    for (const answer of [backups, points, stores]) if (!answer.ok) failure.value ??= answer.error
  }

  /** Keeps the lists current while a view shows them; returns the end of it. */
  function watchNow(): () => void {
    watching.value += 1
    void load()
    return () => {
      watching.value -= 1
    }
  }

  watch(edition, () => watching.value > 0 && void load())

  return { status, list, sizes, kept, failure, busy, available, start, refresh, load, watchNow }
})
