// npm run simulate -- --seed N [--steps N] [--restores]: plays one schedule of the simulation again and says what went wrong in it.
import { parseArgs } from 'node:util'
import { describeFailure, runSeed } from '../engine/testing/simulation/run-seeds.ts'

const { values } = parseArgs({
  options: { seed: { type: 'string' }, steps: { type: 'string', default: '100' }, restores: { type: 'boolean', default: false } },
})
const seed = Number(values.seed)
if (!Number.isSafeInteger(seed)) {
  process.stderr.write('npm run simulate -- --seed NUMBER: the seed that a failing run printed.\n')
  process.exitCode = 2
} else {
  const failed = await runSeed(seed, Number(values.steps), { restores: values.restores })
  process.stdout.write(failed ? `${describeFailure(failed)}\n` : `Seed ${seed}: everything held.\n`)
  process.exitCode = failed ? 1 : 0
}
