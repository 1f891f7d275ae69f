/** Four buckets for each doubling: a percentile is told at most 19 % too high, whatever the scale. */
const PER_DOUBLING = 4

/** The bucket of a time in milliseconds: it holds what is above the bound before its own, and up to its own. */
export function bucketOfMs(ms: number): number {
  if (ms <= 1) return 0
  const near = Math.max(1, Math.round(Math.log2(ms) * PER_DOUBLING))
  if (ms > boundOf(near)) return near + 1
  return ms > boundOf(near - 1) ? near : near - 1
}

/** The longest time that a bucket holds, in milliseconds. */
function boundOf(bucket: number): number {
  return 2 ** (bucket / PER_DOUBLING)
}

/** The time within which a share of all was done, by nearest rank: the bound of its bucket. Undefined where there is nothing. */
export function percentile(counts: ReadonlyMap<number, number>, share: number): number | undefined {
  const buckets = [...counts].filter(([, count]) => count > 0).toSorted(([one], [other]) => one - other)
  const all = buckets.reduce((sum, [, count]) => sum + count, 0)
  const rank = Math.max(1, Math.ceil(all * share))
  let below = 0
  for (const [bucket, count] of buckets) {
    below += count
    if (below >= rank) return boundOf(bucket)
  }
  return undefined
}
