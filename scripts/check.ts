// npm run check: format, lint, architecture, dead code, types and unit tests.
import { checkSteps } from './checks/check-steps.ts'
import { runSteps } from './checks/run-steps.ts'
import { ensureSystemParts, SYSTEM_PARTS } from './setup/system-parts.mjs'

await ensureSystemParts(SYSTEM_PARTS.tests, 'by the tests')
if (process.env['CI']) await ensureSystemParts(SYSTEM_PARTS.scraper, 'by the tests of metrics')
process.exitCode = await runSteps(checkSteps())
