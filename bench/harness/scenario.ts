/** Named figures of one run: `{ 'single ops/s': 5800, ... }`. The unit is the last word of the name. */
export type Figures = Readonly<Record<string, number>>

/** What a contestant may use: an empty folder on the disk or in memory, removed after the run. */
export interface RunContext {
  readonly dir: string
}

/** One system doing the scenario's work once. It checks its own results and throws when they are wrong. */
export interface Contestant {
  readonly name: string
  readonly role: 'ours' | 'limit' | 'peer'
  run(context: RunContext): Promise<Figures> | Figures
}

/** One target of the design: a ratio between figures of the same run. */
export interface Target {
  readonly name: string
  /** As a reader would say it: `>= 0.85x raw FULL, one write each`. */
  readonly target: string
  readonly measured: number
  readonly met: boolean
}

/** Median, smallest and largest of a figure over the rounds. */
export interface Spread {
  readonly median: number
  readonly min: number
  readonly max: number
}

/** A contestant's figures over all rounds. */
export interface Row {
  readonly contestant: string
  readonly role: Contestant['role']
  readonly figures: Readonly<Record<string, Spread>>
}

export interface Scenario {
  readonly name: string
  readonly title: string
  /** What is done, with what data and what durability: enough to do it again elsewhere. */
  readonly description: string
  readonly rounds: number
  readonly contestants: readonly Contestant[]
  /** Folders live on the disk unless the scenario says that the medium does not matter. */
  readonly medium?: 'disk' | 'memory'
  targets(median: (contestant: string, figure: string) => number): readonly Target[]
}

/** A target that asks for at least `least` times another figure. */
export function atLeast(name: string, target: string, measured: number, least: number): Target {
  return { name, target, measured, met: measured >= least }
}

/** A target that allows at most `most`. */
export function atMost(name: string, target: string, measured: number, most: number): Target {
  return { name, target, measured, met: measured <= most }
}
