import { admitJson } from '../core/json/index.ts'
import type { JsonValue } from '../core/json/index.ts'
import type { SrvraEventBus } from '../state/event-bus.ts'
import { CONFLICT, HANDLER_ERROR } from '../state/event-types.ts'
import type { ConflictEvent } from '../state/event-types.ts'

/** What a handler of the event `conflict` answered. */
export interface HandlerResolution {
  readonly value: JsonValue | undefined
  readonly strategy: string
}

/**
 * Tells all handlers of a conflict; the first that answers a resolution settles it. An answer that can not be taken is told
 * as `handler-error`, and the conflict waits as it would have without it.
 */
export async function settleByHandlers(
  eventBus: SrvraEventBus,
  event: ConflictEvent,
  settle: (resolution: HandlerResolution) => void,
): Promise<void> {
  const results = await eventBus.gather(CONFLICT, event)
  for (const result of results) {
    if (result.status === 'rejected' || !isResolution(result.value)) continue
    const { value, strategy } = result.value
    try {
      settle({ value: value === undefined ? undefined : admitJson(value), strategy: strategy ?? 'handler' })
      return
    } catch (error) {
      eventBus.emit(HANDLER_ERROR, { source: CONFLICT, subscriberId: result.subscriberId, error })
    }
  }
}

/** Handlers answer all kinds of things, mostly nothing: a resolution has a value, if only an undefined one. */
function isResolution(answer: unknown): answer is { readonly value: unknown; readonly strategy?: string } {
  if (typeof answer !== 'object' || answer === null || !('value' in answer)) return false
  return !('strategy' in answer) || typeof answer.strategy === 'string'
}
