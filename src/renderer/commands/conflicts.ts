import { splitSequence } from './keys.ts'

export interface BoundCommand {
  readonly id: string
  readonly keys: string
  /** Commands of two different views are never on screen together; those of the frame always are. */
  readonly view: string | undefined
}

/** Pairs of commands of which one would swallow the other: the same keys, or keys that begin the other's sequence. */
export function findKeyConflicts(commands: readonly BoundCommand[]): readonly (readonly [BoundCommand, BoundCommand])[] {
  const bound = commands
    .map((command) => ({ command, presses: splitSequence(command.keys) }))
    .filter(({ presses }) => presses.length > 0)
  return bound.flatMap((one, index) =>
    bound
      .slice(index + 1)
      .filter((other) => meet(one.command, other.command) && beginsWith(one.presses, other.presses))
      .map((other) => [one.command, other.command] as const),
  )
}

function meet(one: BoundCommand, other: BoundCommand): boolean {
  return one.view === undefined || other.view === undefined || one.view === other.view
}

function beginsWith(one: readonly string[], other: readonly string[]): boolean {
  const length = Math.min(one.length, other.length)
  return one.slice(0, length).every((press, index) => press === other[index])
}
