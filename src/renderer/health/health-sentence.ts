import type { EngineOverview } from '../../shared/contract.ts'
import type { Tone } from '../components/ui/tone.ts'
import { formatCounted } from '../format/number.ts'
import { formatAgo } from '../format/time.ts'

export interface Health {
  readonly tone: Tone
  /** One sentence: how the engine is, and what to do when it is not well. */
  readonly sentence: string
}

const weekMs = 7 * 86_400_000

/** How the engine is, at a time. What is wrong comes before what is merely due. */
export function healthOf(overview: EngineOverview, now: number): Health {
  const { lastVerify, documents, changes } = overview
  if (lastVerify && lastVerify.problems > 0) {
    const found = formatCounted(lastVerify.problems, 'problem')
    return {
      tone: 'danger',
      sentence: `The last verification found ${found}. Restore from a backup, and keep this store for examination.`,
    }
  }
  if (changes === 0) return { tone: 'neutral', sentence: 'The engine runs and is empty.' }
  const running = `The engine runs with ${formatCounted(documents, 'document')}`
  if (!lastVerify) return { tone: 'warn', sentence: `${running}. The store was never verified: verify it once now.` }
  const ago = formatAgo(lastVerify.at, now)
  if (now - lastVerify.at > weekMs)
    return { tone: 'warn', sentence: `${running}. The last verification was ${ago}: another one is due.` }
  return { tone: 'ok', sentence: `All is well: ${running.charAt(0).toLowerCase()}${running.slice(1)}, verified ${ago}.` }
}
