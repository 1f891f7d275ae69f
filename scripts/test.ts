// npm test: everything, in the order of `npm run check`, then the console itself in a real Electron.
import { checkSteps, endToEndStep } from './checks/check-steps.ts'
import { runSteps } from './checks/run-steps.ts'
import { ensureElectronRuntime } from './runtime/electron-runtime.ts'
import { say } from './setup/progress.mjs'
import { ensureSystemParts, SYSTEM_PARTS } from './setup/system-parts.mjs'

try {
  // First, so that what is missing shows at once and not after the unit tests.
  await ensureSystemParts([...SYSTEM_PARTS.tests, ...SYSTEM_PARTS.display], 'by the tests')
  await ensureElectronRuntime()
  process.exitCode = await runSteps([...checkSteps(), endToEndStep()])
} catch (error) {
  say(error instanceof Error ? error.message : String(error))
  process.exitCode = 1
}
