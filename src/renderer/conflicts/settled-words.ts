import type { ConflictView } from '../../shared/contract.ts'
import { revealControls } from '../format/visible-text.ts'

const strategies: Readonly<Record<string, string>> = {
  manual: 'by hand',
  'accept-suggestions': 'as suggested',
  'take-local': 'all Local',
  'take-remote': 'all Remote',
  rule: 'by a merge rule',
  handler: 'by the application',
}

/** How a conflict ended, in a few words: `settled by hand as v43`. // V-165 */
export function settledWords({ state, resolution }: Pick<ConflictView, 'state' | 'resolution'>): string {
  if (state === 'dismissed') return 'dismissed'
  if (state === 'superseded') return 'what was asked for was there already'
  const strategy = resolution?.strategy ?? ''
  const how = Object.hasOwn(strategies, strategy) ? (strategies[strategy] as string) : `by ‘${revealControls(strategy)}’`
  return `settled ${how}${resolution?.version === undefined ? ', the document stayed as it was' : ` as v${resolution.version}`}`
}
