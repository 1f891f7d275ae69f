// Makes sure that there is an Electron runtime and says where it is.
//   node scripts/electron-runtime.ts           one line for a person
//   node scripts/electron-runtime.ts --print   shell assignments, for eval "$(...)"
//   node scripts/electron-runtime.ts --retry   asks the official download server again, although it did not answer lately
import { ensureElectronRuntime } from './runtime/electron-runtime.ts'
import { forgetUnreachable } from './runtime/official-electron.ts'
import { shellAssignments } from './runtime/shell-assignments.ts'

if (process.argv.includes('--retry')) await forgetUnreachable()
const runtime = await ensureElectronRuntime()
if (process.argv.includes('--print')) process.stdout.write(shellAssignments(runtime.env))
else process.stdout.write(`Electron ${runtime.version} (${runtime.kind}): ${runtime.executablePath}\n`)
