import type { EngineOverview } from '../../shared/contract.ts'
import type { Tone } from '../components/ui/tone.ts'
import { formatCounted } from '../format/number.ts'
import { formatAgo } from '../format/time.ts'
import { faultsOf } from './faults.ts'
import type { HealthLink } from './faults.ts'
import type { Standing } from './standing.ts'

export interface Health {
  readonly tone: Tone
  /** One sentence: the worst there is, or that all is well. */
  readonly sentence: string
  /** Where it is settled. */
  readonly link?: HealthLink
  /** What else is wrong, in few words each, worst first. */
  readonly others: readonly HealthLink[]
}

/** How the engine is, at a time: the worst in full, the rest by name. All is well only where everything is known. // V-121, V-280 */
export function healthOf(standing: Standing, now: number): Health {
  const [worst, ...rest] = faultsOf(standing, now)
  if (!worst) return wellness(standing, now)
  const { tone, sentence, link } = worst
  return { tone, sentence, link, others: rest.map(({ short, link: { to } }) => ({ text: short, to })) }
}

function wellness({ overview, alerts }: Standing, now: number): Health {
  if (overview.changes === 0) return { tone: 'neutral', sentence: 'The engine runs and is empty.', others: [] }
  const sentence = `${running(overview)}, verified ${formatAgo(overview.lastVerify?.at ?? now, now)}.`
  // What nobody has said yet may be wrong.
  if (!alerts) return { tone: 'neutral', sentence, others: [] }
  return { tone: 'ok', sentence: `All is well: ${sentence.charAt(0).toLowerCase()}${sentence.slice(1)}`, others: [] }
}

function running({ documents }: EngineOverview): string {
  return `The engine runs with ${formatCounted(documents, 'document')}`
}
