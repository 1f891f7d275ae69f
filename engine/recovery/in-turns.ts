/** Lets everything else that waits have its turn. */
export function letOthersRun(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve)
  })
}

/** Runs work that comes in slices to its end, with a turn for everybody else between two of them. */
export async function inTurns<Result>(work: Generator<unknown, Result>, signal?: AbortSignal): Promise<Result> {
  for (;;) {
    const slice = work.next()
    if (slice.done === true) return slice.value
    await letOthersRun()
    signal?.throwIfAborted()
  }
}
