import { SrvraError } from '../../core/errors.ts'
import type { Log } from '../../ports/log.ts'
import type { Scheduler } from '../../ports/scheduler.ts'
import type { AdminHandlers } from '../admin-service.ts'
import type { LogCommands } from '../commands.ts'
import type { SupportControl } from './support-control.ts'

const AT_MOST_EVERY_MS = 500

export function logCommands(log: Log | undefined): Pick<AdminHandlers, keyof LogCommands> {
  return {
    'logs.page': ({ limit, ...query }) => {
      if (log) return log.page(query, limit)
      throw new SrvraError('E_NO_LOG', 'No log is kept here.')
    },
  }
}

/** Tells the number of the last entry. The returned function ends it. */
export function followLog(
  { support, scheduler }: { readonly support?: SupportControl; readonly scheduler?: Scheduler },
  tell: (last: number) => void,
): () => void {
  const log = support?.log
  if (log === undefined || scheduler === undefined) return () => undefined
  let last = 0
  let cancel: (() => void) | undefined
  const stop = log.onEntry(({ number }) => {
    last = number
    cancel ??= scheduler.after(AT_MOST_EVERY_MS, () => {
      cancel = undefined
      tell(last)
    })
  })
  return () => {
    cancel?.()
    stop()
  }
}
