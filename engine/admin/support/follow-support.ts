import type { Scheduler } from '../../ports/scheduler.ts'
import type { SupportSummary } from '../commands.ts'
import type { SupportControl } from './support-control.ts'

/** No more often than a person can follow. */
const AT_MOST_EVERY_MS = 250

/** Tells of tickets in a few figures whenever something about them changed. The returned function ends it. */
export function followSupport(
  { support: control, scheduler }: { readonly support?: SupportControl; readonly scheduler?: Scheduler },
  tell: (summary: SupportSummary) => void,
): () => void {
  if (control === undefined || scheduler === undefined) return () => undefined
  let cancel: (() => void) | undefined
  const stop = control.support.onChange(() => {
    cancel ??= scheduler.after(AT_MOST_EVERY_MS, () => {
      cancel = undefined
      tell(control.support.summary())
    })
  })
  return () => {
    cancel?.()
    stop()
  }
}
