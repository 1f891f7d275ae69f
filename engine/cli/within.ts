/** Waits for work as long as the signal allows, and no longer than so many milliseconds: then it throws what `tooLate` says. */
export function within<Result>(ms: number, signal: AbortSignal, tooLate: () => Error, work: Promise<Result>): Promise<Result> {
  return new Promise((resolve, reject) => {
    const cancel = (): void => reject(signal.reason as Error)
    const timer = setTimeout(() => reject(tooLate()), ms)
    const settled = (): void => {
      clearTimeout(timer)
      signal.removeEventListener('abort', cancel)
    }
    signal.addEventListener('abort', cancel, { once: true })
    if (signal.aborted) cancel()
    work.then(resolve, reject)
    work.then(settled, settled)
  })
}
