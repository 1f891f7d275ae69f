import type { HandlerFailure } from './event-types.ts'

/** Told when a subscriber or handler fails and nobody listens to `handler-error`. Must not throw. */
export type FailureReporter = (failure: HandlerFailure) => void

/** The last resort: a failure that nobody asked to hear about still shows. */
export const reportToConsole: FailureReporter = ({ source, subscriberId, error }) => {
  // oxlint-disable-next-line no-console -- an error that nobody listens for must not be swallowed.
  console.error(`SRVRA Sync: ${subscriberId} failed when told about '${source}'; the others were told.`, error)
}

/** Whether a handler's result is a promise that may yet reject. */
export function isThenable(result: unknown): result is PromiseLike<unknown> {
  return typeof result === 'object' && result !== null && typeof (result as { then?: unknown }).then === 'function'
}
