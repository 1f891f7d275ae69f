/** Which of several nodes is tried next. */
export type LoadBalancing = 'round-robin' | 'random' | 'least-latency'

/** A node as a replica knows it. */
export interface KnownNode {
  readonly url: string
  /** Milliseconds of the last connection's round trips; absent when it was never reached. */
  readonly latencyMs?: number
  /** It failed or sent the replica away since it was last chosen. */
  readonly failed: boolean
}

/**
 * The index of the node to try. One that failed is tried again only after the others; the fastest is the fastest of those
 * that are known, and one that was never tried counts as fast, so that every node is tried once (P-83).
 */
export function chooseNode(nodes: readonly KnownNode[], balancing: LoadBalancing, last: number, chance: number): number {
  const candidates = nodes.some(({ failed }) => !failed) ? indexes(nodes).filter((index) => !nodes[index]?.failed) : indexes(nodes)
  if (balancing === 'random') return candidates[Math.floor(chance * candidates.length)] ?? 0
  if (balancing === 'least-latency') {
    return candidates.reduce((best, index) => (latencyOf(nodes[index]) < latencyOf(nodes[best]) ? index : best), candidates[0] ?? 0)
  }
  return candidates.find((index) => index > last) ?? candidates[0] ?? 0
}

function indexes(nodes: readonly unknown[]): readonly number[] {
  return nodes.map((_, index) => index)
}

function latencyOf(node: KnownNode | undefined): number {
  return node?.latencyMs ?? 0
}
