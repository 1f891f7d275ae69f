import { spawn } from 'node:child_process'
import { root } from '../repository.ts'
import { formatElapsed, say } from '../setup/progress.mjs'
import type { Step } from './step.ts'
import { addCounts, type TestCounts } from './test-counts.ts'

const STILL_RUNNING_MS = 30_000

interface Outcome {
  readonly name: string
  readonly passed: boolean
  readonly counts?: TestCounts
}

/**
 * Runs every step, also after one has failed, and prints name, time and result of each; what a failed one said comes
 * right below it. The last line is `N passed, N failed` over all tests. Resolves to the exit code.
 */
export async function runSteps(steps: readonly Step[]): Promise<number> {
  const outcomes: Outcome[] = []
  for (const step of steps) outcomes.push(await runStep(step))
  const broken = outcomes.filter((outcome) => !outcome.passed)
  if (broken.length > 0) say(`\nFailed: ${broken.map((outcome) => outcome.name).join(', ')}`)
  const total = addCounts(outcomes.flatMap((outcome) => outcome.counts ?? []))
  process.stdout.write(`${total.passed} passed, ${total.failed} failed\n`)
  return broken.length === 0 && total.failed === 0 ? 0 : 1
}

async function runStep(step: Step): Promise<Outcome> {
  const startedAt = Date.now()
  const timer = setInterval(() => say(`  … ${step.name} ${formatElapsed(Date.now() - startedAt)}`), STILL_RUNNING_MS)
  const { ended, output } = await runProgram(step)
  clearInterval(timer)
  const passed = ended === 'code 0'
  const counts = step.counts?.()
  const tests = counts === undefined ? '' : `  ${counts.passed} passed, ${counts.failed} failed`
  say(`${passed ? '✓' : '✗'} ${step.name.padEnd(28)} ${formatElapsed(Date.now() - startedAt)}${tests}`)
  if (!passed) say(`${output.trimEnd()}\n  ${step.name} ended with ${ended}`)
  return { name: step.name, passed, ...(counts === undefined ? {} : { counts }) }
}

function runProgram({ command, timeoutMs }: Step): Promise<{ ended: string; output: string }> {
  return new Promise((resolve, reject) => {
    const env = { ...process.env, NO_COLOR: '1', FORCE_COLOR: '0' }
    const child = spawn(process.execPath, command, { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'], timeout: timeoutMs })
    let output = ''
    const keep = (chunk: string): void => void (output += chunk)
    child.stdout.setEncoding('utf8').on('data', keep)
    child.stderr.setEncoding('utf8').on('data', keep)
    child.once('error', reject)
    child.once('close', (code, signal) => resolve({ ended: signal ?? `code ${code}`, output }))
  })
}
