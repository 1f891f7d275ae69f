import { resolve } from 'node:path'
import { SrvraError } from '../../engine/core/errors.ts'

/** What the command line asks of the console. Everything else on it belongs to Electron. */
export interface ConsoleArguments {
  /** Absolute folder of the store, when one was named. */
  readonly dataDir?: string
  /** Absolute file that a picture of the console goes to. */
  readonly screenshot?: string
}

/** Understands `--data DIR` and `--screenshot FILE`, with a space or an equals sign. Throws E_ARGUMENT. */
export function parseArguments(argv: readonly string[], cwd: string): ConsoleArguments {
  const dataDir = pathOf(argv, '--data', cwd)
  const screenshot = pathOf(argv, '--screenshot', cwd)
  if (screenshot !== undefined && !screenshot.endsWith('.png')) {
    throw new SrvraError('E_ARGUMENT', 'The picture is a PNG: name a file that ends in .png after --screenshot.', {
      actual: screenshot,
    })
  }
  return { ...(dataDir === undefined ? {} : { dataDir }), ...(screenshot === undefined ? {} : { screenshot }) }
}

function pathOf(argv: readonly string[], option: string, cwd: string): string | undefined {
  const given = argv.flatMap((argument, index) => {
    if (argument.startsWith(`${option}=`)) return [argument.slice(option.length + 1)]
    return argument === option ? [argv[index + 1] ?? ''] : []
  })
  if (given.length === 0) return undefined
  const path = given[0]
  if (given.length > 1 || path === undefined || path === '' || path.startsWith('-') || path.includes('\0')) {
    throw new SrvraError('E_ARGUMENT', `${option} takes one path, once.`, { option })
  }
  return resolve(cwd, path)
}

/** The same command line, on another data folder. */
export function argumentsForFolder(argv: readonly string[], folder: string): string[] {
  const others = argv.filter((argument, index) => !isDataOption(argument) && argv[index - 1] !== '--data')
  return [...others, `--data=${folder}`]
}

function isDataOption(argument: string): boolean {
  return argument === '--data' || argument.startsWith('--data=')
}
