/** Milliseconds that only grow, from anywhere: what budgets are measured with. */
export type Stopwatch = () => number

/** Work in the process that also answers people is cut into pieces of about half a frame. */
export const SLICE_MS = 8

/** Lets everything else that waits have its turn. */
export function letOthersRun(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve)
  })
}

/** Repeats `step` until it answers false or the slice is used up; true when there is more to do. */
export function workForASlice(step: () => boolean, stopwatch: Stopwatch): boolean {
  const end = stopwatch() + SLICE_MS
  while (step()) {
    if (stopwatch() >= end) return true
  }
  return false
}

export interface SlicedRun<Progress> {
  readonly stopwatch: Stopwatch
  /** Told once a slice. */
  readonly onProgress?: (progress: Progress) => void
  readonly signal?: AbortSignal
}

/** Runs a generator to its end in slices. Aborted, it is closed where it stands, and the signal's reason is thrown. */
export async function runInSlices<Progress, Report>(
  work: Generator<Progress, Report>,
  { stopwatch, onProgress, signal }: SlicedRun<Progress>,
): Promise<Report> {
  try {
    for (;;) {
      let latest = work.next()
      const advance = (): boolean => {
        if (latest.done !== true) latest = work.next()
        return latest.done !== true
      }
      workForASlice(advance, stopwatch)
      if (latest.done === true) return latest.value
      onProgress?.(latest.value)
      await letOthersRun()
      signal?.throwIfAborted()
    }
  } finally {
    work.return(undefined as Report)
  }
}
