import { canonicalText, type JsonArray } from '../json/index.ts'
import { commonSubsequence } from './common-subsequence.ts'
import { isScalar } from './delta.ts'
import { identityOf } from './identity.ts'
import { Symbols } from './symbols.ts'

/**
 * Says for each element of `next` which element of `base` it is, or -1. Alignments only propose: whatever they say,
 * the delta that follows from it is right, and only its size depends on them.
 */
export type Alignment = Int32Array

/** By a field that must be there, and unique, on both sides; undefined when it is not. */
export function alignByIdentity(base: JsonArray, next: JsonArray, field: string): Alignment | undefined {
  const places = new Map<string | number, number>()
  for (const [at, item] of base.entries()) {
    const identity = identityOf(item, field)
    if (identity === undefined || places.has(identity)) return undefined
    places.set(identity, at)
  }
  const seen = new Set<string | number>()
  const sources = new Int32Array(next.length)
  for (const [at, item] of next.entries()) {
    const identity = identityOf(item, field)
    if (identity === undefined || seen.has(identity)) return undefined
    seen.add(identity)
    sources[at] = places.get(identity) ?? -1
  }
  return sources
}

/** Lists of more elements are not searched for what moved: reading them all takes longer than anyone waits for a delta. */
const LONGEST_ALIGNED = 20_000

/** By content: in order where possible, and what is left over by moves. */
export function alignByContent(base: JsonArray, next: JsonArray): Alignment {
  if (Math.max(base.length, next.length) > LONGEST_ALIGNED) return new Int32Array(next.length).fill(-1)
  const symbols = new Symbols()
  const left = sequenceOf(base, symbols)
  const right = sequenceOf(next, symbols)
  const sources = commonSubsequence(left, right, symbols.size) ?? new Int32Array(next.length).fill(-1)
  matchLeftovers(left, right, sources)
  return sources
}

/** A container stands for its canonical text. A text that looks like one is no harm: alignments only propose. */
function sequenceOf(items: JsonArray, symbols: Symbols): Int32Array {
  return symbols.sequence(items.map((item) => (isScalar(item) ? item : `\0${canonicalText(item)}`)))
}

/** Pairs equal elements that the common subsequence left out, first come first served. */
function matchLeftovers(left: Int32Array, right: Int32Array, sources: Int32Array): void {
  const taken = new Uint8Array(left.length)
  for (const source of sources) if (source >= 0) taken[source] = 1
  const waiting = new Map<number, number[]>()
  for (let at = left.length - 1; at >= 0; at--) {
    if (taken[at] === 1) continue
    const symbol = left[at] as number
    const places = waiting.get(symbol)
    if (places === undefined) waiting.set(symbol, [at])
    else places.push(at)
  }
  for (let at = 0; at < right.length; at++) {
    if ((sources[at] as number) < 0) sources[at] = waiting.get(right[at] as number)?.pop() ?? -1
  }
}
