import type { AdminHandlers } from '../admin-service.ts'
import type { MonitoringCommands } from '../commands.ts'
import type { MonitoringControl } from './monitoring-control.ts'

type ObjectiveHandlers = Pick<AdminHandlers, Extract<keyof MonitoringCommands, `sla.${string}`>>

/** What is promised, and how it is kept. */
export function objectiveCommands(control: () => MonitoringControl): ObjectiveHandlers {
  return {
    'sla.objectives': () => control().objectives().list(),
    'sla.save-objectives': ({ objectives }, { actor }) => control().objectives().save(objectives, actor),
    'sla.report': () => control().objectives().report(),
    'sla.attainment': ({ objective, ...span }) => control().objectives().attainment(objective, span),
    'sla.breaches': ({ objective, cursor, limit }) => {
      const query = {
        limit,
        ...(objective === undefined ? {} : { objective }),
        ...(cursor === undefined ? {} : { before: cursor }),
      }
      const breaches = control().objectives().breaches(query)
      const last = breaches.at(-1)
      return { breaches, ...(breaches.length < limit || !last ? {} : { cursor: last.id }) }
    },
  }
}
