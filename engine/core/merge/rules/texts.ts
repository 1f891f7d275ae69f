import { hunkBetween } from '../../delta/text-hunks.ts'
import { mergeTexts } from '../merge-texts.ts'
import type { Verdict } from '../merged-field.ts'
import { laterOf, type RuledSides, type Ruling } from './ruling.ts'

const APART: Verdict = { outcome: 'rule', confidence: 0.95 }
/** Everybody's words are there; whether they read well, nobody has looked. */
const JOINED: Verdict = { outcome: 'rule', confidence: 0.85 }

/** All edits of both sides, however short the text; undefined for what are no texts. // M-27 */
export function joinTexts(sides: RuledSides): Ruling | undefined {
  const { base, ours, theirs } = sides
  if (typeof ours !== 'string' || typeof theirs !== 'string') return undefined
  const later = laterOf(sides)
  if (base === undefined) {
    const [first, second] = later === 'ours' ? [theirs, ours] : [ours, theirs]
    return { result: allOf(first, second), verdict: JOINED }
  }
  if (typeof base !== 'string') return undefined
  const { text, contested } = mergeTexts(base, ours, theirs, later, true)
  return { result: text, verdict: contested ? JOINED : APART }
}

/** Without a base, what two texts begin and end with was there, and the rest was inserted. */
function allOf(first: string, second: string): string {
  const { to, nextFrom, nextTo } = hunkBetween(first, second)
  return first.slice(0, to) + second.slice(nextFrom, nextTo) + first.slice(to)
}
