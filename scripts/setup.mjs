// Gets a fresh clone ready, then runs a program on the Node.js that the project brings along:
//   node scripts/setup.mjs [--then FILE [ARGUMENT...]]
// Needs nothing but the Node.js and npm of the machine, since it runs before any package is installed.
import { fileURLToPath } from 'node:url'
import { runForeground } from './setup/foreground.mjs'
import { ensureProjectPackages, nodePath } from './setup/packages.mjs'
import { say } from './setup/progress.mjs'
import { npmVersionOf, versionProblem } from './setup/versions.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))

/**
 * @param {readonly string[]} argv
 * @returns {Promise<number>}
 */
async function main(argv) {
  const problem = versionProblem(process.versions.node, npmVersionOf(process.env['npm_config_user_agent']))
  if (problem !== undefined) {
    say(problem)
    return 1
  }
  await ensureProjectPackages(root)
  if (argv[0] !== '--then') return 0
  return runForeground(nodePath(root), argv.slice(1), { cwd: root })
}

try {
  process.exitCode = await main(process.argv.slice(2))
} catch (error) {
  say(error instanceof Error ? error.message : String(error))
  process.exitCode = 1
}
