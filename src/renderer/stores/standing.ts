import { defineStore } from 'pinia'
import { computed } from 'vue'

import type { MonitoringNews } from '../../shared/contract.ts'
import { on } from '../client.ts'
import { healthOf } from '../health/health-sentence.ts'
import type { Health } from '../health/health-sentence.ts'
import type { Standing } from '../health/standing.ts'
import { useAlerts } from './alerts.ts'
import { useBackups } from './backups.ts'
import { useConflictSummary } from './conflict-summary.ts'
import { useConnection } from './connection.ts'
import { useHub } from './hub.ts'

/** How the engine is, out of everything that says so. */
export const useStanding = defineStore('standing', () => {
  const connection = useConnection()
  const alerts = useAlerts()
  const conflicts = useConflictSummary()
  const backups = useBackups()
  const hub = useHub()

  const standing = computed<Standing | undefined>(
    () =>
      connection.overview && {
        overview: connection.overview,
        failure: connection.failure,
        alerts: alerts.failure ? undefined : alerts.alerts,
        alertFailure: alerts.failure,
        conflicts: conflicts.current,
        backups: backups.status,
        listen: hub.listen,
        clients: hub.clients,
      },
  )
  const firing = computed(() => (alerts.alerts ?? []).filter(({ state }) => state.status === 'firing'))

  function health(now: number): Health | undefined {
    return standing.value && healthOf(standing.value, now)
  }

  /** The list of alerts is read again only when it differs from what is told. */
  function hear(news: MonitoringNews): void {
    const known = firing.value.filter(({ acknowledged }) => acknowledged).length
    const agree = alerts.alerts && !alerts.failure && firing.value.length === news.firing && known === news.acknowledged
    if (!agree) void alerts.load()
  }

  /** Keeps alerts current while a view shows how the engine is; returns the end of it. */
  function watchNow(): () => void {
    void alerts.load()
    return on('monitoring', hear)
  }

  return { standing, firing, health, watchNow }
})
