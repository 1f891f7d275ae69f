export interface LatestSender<Value> {
  readonly set: (value: Value) => void
  readonly stop: () => void
}

/** Sends only the last of the values that come within `intervalMs`: for states, where an older one is of no interest. */
export function sendLatest<Value>(intervalMs: number, send: (value: Value) => void): LatestSender<Value> {
  let waiting: { value: Value } | undefined
  let timer: NodeJS.Timeout | undefined
  const flush = (): void => {
    timer = undefined
    if (waiting !== undefined) send(waiting.value)
    waiting = undefined
  }
  return {
    set(value) {
      waiting = { value }
      timer ??= setTimeout(flush, intervalMs)
    },
    stop: () => clearTimeout(timer),
  }
}
