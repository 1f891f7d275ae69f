import { existsSync, readFileSync } from 'node:fs'

export interface TestCounts {
  readonly passed: number
  readonly failed: number
}

/** What this project reads of Vitest's JSON report. */
interface VitestReport {
  readonly numPassedTests: number
  readonly numFailedTests: number
  readonly testResults: readonly { readonly status: string; readonly assertionResults: readonly unknown[] }[]
}

/** What this project reads of Playwright's JSON report. */
interface PlaywrightReport {
  readonly stats: { readonly expected: number; readonly unexpected: number; readonly flaky: number }
  readonly errors: readonly unknown[]
}

/** A file that could not even be loaded holds no test, and is a failure all the same. */
export function vitestCounts(report: VitestReport): TestCounts {
  const unloaded = report.testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0).length
  return { passed: report.numPassedTests, failed: report.numFailedTests + unloaded }
}

/** A test that passed at a second attempt only has failed: something in it is left to chance. */
export function playwrightCounts({ stats, errors }: PlaywrightReport): TestCounts {
  return { passed: stats.expected, failed: stats.unexpected + stats.flaky + errors.length }
}

export function addCounts(all: readonly TestCounts[]): TestCounts {
  return all.reduce((sum, next) => ({ passed: sum.passed + next.passed, failed: sum.failed + next.failed }), {
    passed: 0,
    failed: 0,
  })
}

/** Reads a report by `counts`; a program that ended without one counts as one failure. */
export function readCounts(file: string, counts: (report: never) => TestCounts): TestCounts {
  if (!existsSync(file)) return { passed: 0, failed: 1 }
  return counts(JSON.parse(readFileSync(file, 'utf8')) as never)
}
