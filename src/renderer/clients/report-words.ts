import type { JsonValue, Report } from '../../shared/contract.ts'
import { formatCount, formatCounted } from '../format/number.ts'
import type { Tone } from '../components/ui/tone.ts'

export interface DigestWords {
  readonly tone: Tone
  readonly word: string
  readonly note: string
}

/**
 * How the client's last comparison with the hub came out. A report is what a program of somebody else's said: what is
 * not there, or is not what it should be, is not known. // V-146
 */
export function digestWords(report: Report | undefined): DigestWords {
  if (report === undefined) return { tone: 'neutral', word: 'Not known', note: 'while it is away' }
  const comparison = member(report.statistics, 'comparison')
  const [equal, healed, seq, digest] = ['equal', 'healed', 'seq', 'digest'].map((name) => member(comparison, name))
  if (typeof equal !== 'boolean') return { tone: 'neutral', word: 'Not compared yet', note: '' }
  // When it was is told in changes: a client's clock may be years off.
  const when = typeof seq === 'number' ? `compared at change ${formatCount(seq)}` : ''
  if (equal)
    return {
      tone: 'ok',
      word: 'Equal',
      note: [when, typeof digest === 'string' ? digest.slice(0, 12) : ''].filter(Boolean).join(' · '),
    }
  const fetched = typeof healed === 'number' ? `${formatCounted(healed, 'document')} fetched anew` : ''
  return { tone: 'warn', word: 'Differed', note: [fetched, when].filter(Boolean).join(' · ') }
}

/** Half of the answers came within the first, 99 of 100 within the second: `12 ms, 80 ms`; empty where nothing was answered. */
export function latencyWords(report: Report | undefined): string {
  const latency = member(report?.statistics, 'latency')
  const [p50, p99] = ['p50Ms', 'p99Ms'].map((name) => member(latency, name))
  if (typeof p50 !== 'number' || typeof p99 !== 'number' || p99 === 0) return ''
  return `median ${milliseconds(p50)}, 99 % within ${milliseconds(p99)}`
}

export function milliseconds(ms: number): string {
  return ms < 10 ? `${Math.round(ms * 10) / 10} ms` : `${formatCount(Math.round(ms))} ms`
}

function member(value: JsonValue | undefined, name: string): JsonValue | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value) || !Object.hasOwn(value, name)) return undefined
  return (value as { readonly [field: string]: JsonValue })[name]
}
