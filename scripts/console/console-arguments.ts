import { resolve } from 'node:path'

/** The command line of `npm start`, with paths made absolute: npm changes to the repository's folder, the person may be elsewhere. */
export interface StartArguments {
  /** For the app: flags in the form `--name=value`. */
  readonly appArguments: readonly string[]
  readonly screenshot?: string
}

const PATH_OPTIONS = ['--data', '--screenshot'] as const

/** Throws a sentence for the person when an option lacks its value. */
export function parseStartArguments(argv: readonly string[], cwd: string): StartArguments {
  const appArguments: string[] = []
  let screenshot: string | undefined
  const rest = [...argv]
  for (let argument = rest.shift(); argument !== undefined; argument = rest.shift()) {
    const option = PATH_OPTIONS.find((name) => argument === name || argument?.startsWith(`${name}=`))
    if (option === undefined) {
      appArguments.push(argument)
      continue
    }
    const value = argument === option ? rest.shift() : argument.slice(option.length + 1)
    if (value === undefined || value === '' || value.startsWith('-'))
      throw new Error(`${option} needs a path: npm start -- ${option} PATH`)
    const path = resolve(cwd, value)
    if (option === '--screenshot') screenshot = path
    appArguments.push(`${option}=${path}`)
  }
  return { appArguments, ...(screenshot === undefined ? {} : { screenshot }) }
}
