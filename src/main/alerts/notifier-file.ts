import { existsSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { emailNotifier } from '../../../engine/adapters/notifiers/email-notifier.ts'
import { webhookNotifier } from '../../../engine/adapters/notifiers/webhook-notifier.ts'
import type { SupportEndpoint, SupportEndpointView } from '../../../engine/admin/commands.ts'
import type { NotifierControl } from '../../../engine/admin/monitoring/notifier-control.ts'
import type { Monitoring } from '../../../engine/monitoring/monitoring.ts'
import type { Notifier } from '../../../engine/ports/notifier.ts'
import { writePrivately } from '../hub/hub-tokens.ts'
import { endpointSchema } from '../support/endpoint-file.ts'

interface Told {
  readonly endpoint: SupportEndpoint
  readonly stop: () => void
}

/**
 * Who is told of alerts, kept in `alerts.json` of the data folder, which only this user can read. A file that is damaged is
 * put aside and told of: nobody outside is told until somebody says again who. // V-219
 */
export function alertNotifiers(
  dataDir: string,
  monitoring: Pick<Monitoring, 'notifyBy'>,
  report: (error: unknown) => void,
): NotifierControl {
  const file = join(dataDir, 'alerts.json')
  const told = new Map<SupportEndpoint['kind'], Told>()
  const use = (kind: SupportEndpoint['kind'], endpoint: SupportEndpoint | null): void => {
    // Refused before the one that is in use ends.
    const notifier = endpoint && notifierOf(endpoint)
    told.get(kind)?.stop()
    told.delete(kind)
    if (endpoint && notifier) told.set(kind, { endpoint, stop: monitoring.notifyBy(notifier) })
  }
  try {
    if (existsSync(file))
      for (const endpoint of z.array(endpointSchema).parse(JSON.parse(readFileSync(file, 'utf8')))) use(endpoint.kind, endpoint)
  } catch (error) {
    renameSync(file, `${file}.damaged`)
    report(new Error('Who is told of alerts could not be read from alerts.json: it was put aside.', { cause: error }))
  }
  const get = (): readonly SupportEndpointView[] => [...told.values()].map(({ endpoint }) => viewOf(endpoint))
  return {
    get,
    set: (kind, endpoint) => {
      use(kind, endpoint)
      if (told.size === 0) rmSync(file, { force: true })
      else writePrivately(file, JSON.stringify([...told.values()].map((each) => each.endpoint)))
      return get()
    },
  }
}

function viewOf(endpoint: SupportEndpoint): SupportEndpointView {
  return { kind: endpoint.kind, name: endpoint.kind === 'webhook' ? new URL(endpoint.url).host : endpoint.host }
}

function notifierOf(endpoint: SupportEndpoint): Notifier {
  if (endpoint.kind === 'webhook') return webhookNotifier(endpoint)
  const { host, port, secure, user, password, from, to } = endpoint
  const auth = user !== undefined && password !== undefined ? { auth: { user, pass: password } } : {}
  return emailNotifier({ host, port, secure, from, to, ...auth })
}
