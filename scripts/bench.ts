// npm run bench [-- SCENARIO...]: measures, against peers that are installed for this alone.
import { join } from 'node:path'
import { root } from './repository.ts'
import { runForeground } from './setup/foreground.mjs'
import { ensurePackages } from './setup/packages.mjs'

await ensurePackages(join(root, 'bench'), 'Installing the peers to measure against (npm ci)')
process.exitCode = await runForeground(process.execPath, ['bench/bench.ts', ...process.argv.slice(2)], { cwd: root })
