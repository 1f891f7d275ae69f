/** Operations that were answered within what `syncSLA` asks, and later. */
export interface DeadlineTally {
  readonly met: number
  readonly missed: number
}

/** How a promise is kept over a stretch of time. */
export interface ServiceLevel extends DeadlineTally {
  /** Share of operations in time, from 0 to 1; undefined where there were none. */
  readonly attained: number | undefined
  /** How fast the budget of misses is used up: at 1 exactly the target is attained, at 10 it is gone in a tenth of the time. */
  readonly burnRate: number
}

/** The budget of misses: what the target leaves, out of the operations that there were. */
export interface ErrorBudget {
  /** Misses that the target allows; not a whole number as a rule. */
  readonly allowed: number
  /** What is left of them, from 0 to 1; less than 0 when more was missed. */
  readonly left: number
}

/** `target` is the share of operations that must be in time, above 0 and below 1. */
export function serviceLevel({ met, missed }: DeadlineTally, target: number): ServiceLevel {
  const all = met + missed
  if (all === 0) return { met, missed, attained: undefined, burnRate: 0 }
  return { met, missed, attained: met / all, burnRate: missed / all / (1 - target) }
}

/** Where nothing happened nothing of the budget is used. */
export function errorBudget({ met, missed }: DeadlineTally, target: number): ErrorBudget {
  const allowed = (met + missed) * (1 - target)
  return { allowed, left: allowed === 0 ? 1 : 1 - missed / allowed }
}
