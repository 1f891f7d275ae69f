// npm run check: format, lint, architecture, dead code, types and unit tests.
import { checkSteps } from './checks/check-steps.ts'
import { runSteps } from './checks/run-steps.ts'
import { ensureSystemParts, SYSTEM_PARTS } from './setup/system-parts.mjs'

await ensureSystemParts(SYSTEM_PARTS.tests, 'by the tests')
process.exitCode = await runSteps(checkSteps())
