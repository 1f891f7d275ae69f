import { CommanderError } from 'commander'
import { assertCertificatesChecked } from '../adapters/certificate-checks.ts'
import { SrvraError } from '../core/errors.ts'
import { ImportRefused } from '../transfer/index.ts'
import { buildProgram } from './build-program.ts'
import type { CommandContext } from './command-context.ts'
import { EXIT, exitCodeOf } from './exit-codes.ts'
import { openStore } from './open-store.ts'
import { Output } from './output.ts'
import { protectAges } from './parse-arguments.ts'

/** Runs one command line in this process and answers its exit code. */
export async function runCommandLine(args: readonly string[]): Promise<number> {
  const controller = new AbortController()
  const cancel = (): void => controller.abort(new SrvraError('E_CANCELLED', 'Cancelled; nothing was changed.'))
  const out = new Output(process, cancel)
  // Known before anything can go wrong with the rest.
  out.json = args.includes('--json')
  // The first one ends the work in order; a second one, left to the system, ends the process at once. Either way nothing is half-done.
  process.once('SIGINT', cancel)
  process.once('SIGTERM', cancel)
  try {
    assertCertificatesChecked(process.env)
    await buildProgram(createContext(out, controller.signal)).parseAsync(protectAges(args), { from: 'user' })
    return typeof process.exitCode === 'number' ? process.exitCode : EXIT.ok
  } catch (error) {
    return report(error, out)
  } finally {
    process.off('SIGINT', cancel)
    process.off('SIGTERM', cancel)
  }
}

function createContext(out: Output, signal: AbortSignal): CommandContext {
  return {
    out,
    signal,
    now: () => Date.now(),
    env: process.env,
    stdin: process.stdin,
    async withStore(use, options, work) {
      const store = await openStore(use, options, process.env)
      try {
        return await work(store)
      } finally {
        await store.engine.close()
      }
    },
  }
}

function report(error: unknown, out: Output): number {
  if (out.closed || (error instanceof CommanderError && error.exitCode === 0)) return EXIT.ok
  if (error instanceof CommanderError) return reportUsage(error, out)
  if (process.env['SRVRA_DEBUG'] === '1') process.stderr.write(`${(error as Error).stack ?? String(error)}\n`)
  if (error instanceof SrvraError) {
    out.fail(error, error instanceof ImportRefused ? { report: error.report } : {})
    return exitCodeOf(error.code)
  }
  const sentence = `This is a fault of srvra, not of yours: ${(error as Error).message}. SRVRA_DEBUG=1 shows where.`
  out.fail(new SrvraError('E_INTERNAL', sentence, {}, { cause: error }))
  return EXIT.internal
}

/** Commander's own words as a sentence; without a command it has printed the help already. */
function reportUsage(error: CommanderError, out: Output): number {
  const [what = '', hint = ''] = error.message.replace(/^error: /, '').split('\n')
  const sentence = `${what.charAt(0).toUpperCase()}${what.slice(1).replace(/\.$/, '')}.${hint === '' ? '' : ` ${hint.slice(1, -1)}`} srvra --help tells more.`
  if (error.code !== 'commander.help') out.fail(new SrvraError('E_USAGE', sentence))
  return EXIT.usage
}
