import type { Scheduler } from '../../ports/scheduler.ts'
import type { AuditControl } from './audit-control.ts'

const AT_MOST_EVERY_MS = 500

/** Tells the number of the newest entry. The returned function ends it. */
export function followAudit(
  { audit: control, scheduler }: { readonly audit?: AuditControl; readonly scheduler?: Scheduler },
  tell: (last: number) => void,
): () => void {
  if (!control || !scheduler) return () => undefined
  let last = 0
  let cancel: (() => void) | undefined
  const stop = control.onAuditGrown((newest) => {
    last = newest
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
