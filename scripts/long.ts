// npm run test:long: the counts that take too long for every run: schedules, crashes, frames, flips. Prints what each did.
import { runForeground } from './setup/foreground.mjs'
import { ensureSystemParts, SYSTEM_PARTS } from './setup/system-parts.mjs'
import { tool } from './checks/tool.ts'
import { root } from './repository.ts'

/** By environment variable, so that one of them can be repeated alone. */
const LONG: Readonly<Record<string, string>> = {
  SRVRA_SCHEDULES: '2000000',
  SRVRA_CRASH_CYCLES: '5000',
  SRVRA_SYNC_ROUNDS: '500',
  SRVRA_CLOCK_ROUNDS: '50',
  SRVRA_BENT_DELTAS: '1000000',
  SRVRA_FUZZ_FRAMES: '1000000',
}

await ensureSystemParts(SYSTEM_PARTS.tests, 'by the tests')
process.exitCode = await runForeground(
  process.execPath,
  [tool('vitest'), 'run', '--testTimeout=86400000', 'engine/testing', 'engine/sync/replica/wrong-base', ...process.argv.slice(2)],
  { cwd: root, env: { ...LONG, ...process.env } },
)
