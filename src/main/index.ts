import { app } from 'electron'
import { assertCertificatesChecked } from '../../engine/adapters/certificate-checks.ts'
import { SrvraError } from '../../engine/core/errors.ts'
import { parseArguments } from './arguments.ts'
import { runConsole } from './console.ts'
import { parseFleetArguments } from './demo/fleet-arguments.ts'
import { runFleetProcess } from './demo/run-fleet-process.ts'

try {
  assertCertificatesChecked(process.env)
  const argv = process.argv.slice(1)
  const fleet = parseFleetArguments(argv)
  if (fleet === undefined) runConsole(parseArguments(argv, process.cwd()))
  else runFleetProcess(fleet)
} catch (error) {
  process.stderr.write(`${error instanceof SrvraError ? error.message : String(error)}\n`)
  app.exit(2)
}
