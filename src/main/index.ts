import { app } from 'electron'
import { SrvraError } from '../../engine/core/errors.ts'
import { parseArguments } from './arguments.ts'
import { runConsole } from './console.ts'

try {
  runConsole(parseArguments(process.argv.slice(1), process.cwd()))
} catch (error) {
  process.stderr.write(`${error instanceof SrvraError ? error.message : String(error)}\n`)
  app.exit(2)
}
