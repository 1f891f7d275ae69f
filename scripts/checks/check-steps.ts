import { rmSync } from 'node:fs'
import { PLAYWRIGHT_REPORT, VITEST_REPORT } from './reports.ts'
import type { Step } from './step.ts'
import { playwrightCounts, readCounts, vitestCounts } from './test-counts.ts'
import { tool } from './tool.ts'

const MINUTE_MS = 60_000

/** `npm run check`: everything that needs no window, the quickest first. */
export function checkSteps(): Step[] {
  // The report of an earlier run must not be counted as this one's.
  rmSync(VITEST_REPORT, { force: true })
  return [
    quick('format', tool('oxfmt'), '--check'),
    quick('lint', tool('oxlint')),
    quick('lint templates', tool('eslint'), '--max-warnings', '0', 'src/renderer/**/*.vue'),
    quick(
      'arrows of the architecture',
      tool('dependency-cruiser', 'depcruise'),
      '--config',
      '.dependency-cruiser.mjs',
      'engine',
      'src',
      'scripts',
      'e2e',
    ),
    quick('unused code and packages', tool('knip')),
    quick('types: core, pure', tool('typescript', 'tsc'), '--project', 'engine/core'),
    quick('types: engine', tool('typescript', 'tsc'), '--project', 'engine'),
    quick('types: main, preload, shared', tool('typescript', 'tsc'), '--project', 'src'),
    quick('types: renderer', tool('vue-tsc'), '--noEmit', '--project', 'src/renderer'),
    quick('types: scripts', tool('typescript', 'tsc'), '--project', '.'),
    quick('types: e2e', tool('typescript', 'tsc'), '--project', 'e2e'),
    {
      name: 'unit tests',
      command: [tool('vitest'), 'run', '--reporter=dot', '--reporter=json', `--outputFile.json=${VITEST_REPORT}`],
      timeoutMs: 30 * MINUTE_MS,
      counts: () => readCounts(VITEST_REPORT, vitestCounts),
    },
  ]
}

/** `npm run test:e2e` as a step of `npm test`. */
export function endToEndStep(): Step {
  rmSync(PLAYWRIGHT_REPORT, { force: true })
  return {
    name: 'end-to-end tests',
    command: ['scripts/e2e.ts'],
    timeoutMs: 15 * MINUTE_MS,
    counts: () => readCounts(PLAYWRIGHT_REPORT, playwrightCounts),
  }
}

function quick(name: string, ...command: readonly string[]): Step {
  return { name, command, timeoutMs: 5 * MINUTE_MS }
}
