/** What stepping through the log needs to know of a change. */
interface LoggedChange {
  readonly at: number
}

/** The instant of the change before (changes come newest first); undefined when the log holds none. */
export function instantBefore(newestFirst: readonly LoggedChange[], at: number): number | undefined {
  return newestFirst.find((change) => change.at < at)?.at
}

/** The instant of the first change after. */
export function instantAfter(newestFirst: readonly LoggedChange[], at: number): number | undefined {
  return newestFirst.findLast((change) => change.at > at)?.at
}
