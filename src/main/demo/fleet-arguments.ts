import { isAbsolute } from 'node:path'

/** What makes this program play a fleet in place of a console: only a console starts it so. */
export interface FleetArguments {
  /** The console's folder, in which the fleet finds what it is to play. */
  readonly dataDir: string
  /** The one start that it is for. */
  readonly run: string
}

const FLEET = '--fleet='
const RUN = '--run='

/** Undefined: this is a console. */
export function parseFleetArguments(argv: readonly string[]): FleetArguments | undefined {
  const dataDir = valueOf(argv, FLEET)
  const run = valueOf(argv, RUN)
  return dataDir !== undefined && run !== undefined && isAbsolute(dataDir) ? { dataDir, run } : undefined
}

export function fleetArguments({ dataDir, run }: FleetArguments): string[] {
  return [`${FLEET}${dataDir}`, `${RUN}${run}`]
}

function valueOf(argv: readonly string[], option: string): string | undefined {
  return argv.find((argument) => argument.startsWith(option))?.slice(option.length)
}
