import type { TestCounts } from './test-counts.ts'

/** One thing that must hold, checked by one program. */
export interface Step {
  readonly name: string
  /** Arguments for Node.js: the program's file first. */
  readonly command: readonly string[]
  readonly timeoutMs: number
  /** For tests: reads how many passed and failed, after the program has ended. */
  readonly counts?: () => TestCounts
}
