/** What the trail says of itself. */
export const BEGUN = 'audit.begun'
/** Changes were made while nobody audited: `details` name the first and the last. */
export const RESUMED = 'audit.resumed'
/** Entries were let go of, for their age. */
export const PRUNED = 'audit.pruned'
/** The store began a new life as it was at an earlier time. */
export const RESTORED = 'store.restored'
/** Nobody audits any more. */
export const ENDED = 'audit.ended'
