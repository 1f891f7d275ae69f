import type { AlertView, MonitoringNews } from '../commands.ts'
import type { MonitoringControl } from './monitoring-control.ts'

/** Tells how alerts stand after each look that the engine takes at itself. The returned function ends it. */
export function followMonitoring(control: MonitoringControl, tell: (news: MonitoringNews) => void): () => void {
  return control.onLook((at) => tell(newsOf(control.alerts(), at)))
}

function newsOf(alerts: readonly AlertView[], at: number): MonitoringNews {
  const firing = alerts.filter(({ state }) => state.status === 'firing')
  return { at, firing: firing.length, acknowledged: firing.filter(({ acknowledged }) => acknowledged !== undefined).length }
}
