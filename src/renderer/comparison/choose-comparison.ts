/** Two versions of one key, older first; 0 is 'not there yet'. */
export interface Comparison {
  readonly from: number
  readonly to: number
}

export type ComparedWith = 'previous' | 'current'

/**
 * What is compared when a version is under the cursor: it with the one before, or with the present one. Two versions
 * that were marked go before both. Versions come newest first.
 */
export function chooseComparison(
  versions: readonly number[],
  cursor: number,
  marked: readonly number[],
  compareWith: ComparedWith,
): Comparison | undefined {
  const [one, other] = marked
  if (one !== undefined && other !== undefined && marked.length === 2)
    return { from: Math.min(one, other), to: Math.max(one, other) }
  const version = versions[cursor]
  const current = versions[0]
  if (version === undefined || current === undefined) return undefined
  if (compareWith === 'current' && version !== current) return { from: version, to: current }
  return { from: versions[cursor + 1] ?? 0, to: version }
}
