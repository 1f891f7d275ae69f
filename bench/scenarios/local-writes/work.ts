/** The work of every contestant: 2,000 keys, writes round-robin, first one by one, then in batches. */
export const KEYS = 2_000
export const SINGLES = 4_000
export const BATCH = 100
export const BATCHES = 200
