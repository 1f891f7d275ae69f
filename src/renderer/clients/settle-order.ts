export interface SettledOrder {
  readonly replicas: readonly string[]
  /** Rows that stand elsewhere than the order wants, or are no longer wanted: how much sorting would change. */
  readonly displaced: number
}

/**
 * Brings a list on screen to a newer order. While somebody works in it every row keeps its place, and newcomers come
 * last; else the list takes the order as it is. // V-143
 */
export function settleOrder(shown: readonly string[], wanted: readonly string[], engaged: boolean): SettledOrder {
  if (!engaged || shown.length === 0) return { replicas: wanted, displaced: 0 }
  const present = new Set(shown)
  const replicas = [...shown, ...wanted.filter((replica) => !present.has(replica))]
  const place = new Map(wanted.map((replica, index) => [replica, index]))
  return { replicas, displaced: replicas.filter((replica, index) => place.get(replica) !== index).length }
}
