import { expect, test } from 'vitest'
import { addCounts, playwrightCounts, readCounts, vitestCounts } from './test-counts.ts'

test('a test file that could not be loaded counts as one failure', () => {
  const testResults = [
    { status: 'passed', assertionResults: [{}, {}] },
    { status: 'failed', assertionResults: [{}] },
    { status: 'failed', assertionResults: [] },
  ]
  expect(vitestCounts({ numPassedTests: 2, numFailedTests: 1, testResults })).toEqual({ passed: 2, failed: 2 })
})

test('a flaky test and an error outside of tests are failures', () => {
  const stats = { expected: 7, unexpected: 1, flaky: 1 }
  expect(playwrightCounts({ stats, errors: [{}] })).toEqual({ passed: 7, failed: 3 })
})

test('a program that left no report counts as one failure', () => {
  expect(readCounts('/nonexistent/report.json', vitestCounts)).toEqual({ passed: 0, failed: 1 })
})

test('counts add up', () => {
  expect(addCounts([])).toEqual({ passed: 0, failed: 0 })
  expect(
    addCounts([
      { passed: 1, failed: 2 },
      { passed: 10, failed: 20 },
    ]),
  ).toEqual({ passed: 11, failed: 22 })
})
