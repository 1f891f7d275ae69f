import type { JsonValue } from '../core/json/index.ts'
import type { Priority } from '../core/log/change.ts'
import type { StateUpdate } from './state-update.ts'

/** Called after the commit with the new value (undefined after a deletion), or with what `selector` made of it. */
export type StateListener<Selected = JsonValue | undefined> = (value: Selected, update: StateUpdate) => unknown

export interface SubscribeOptions {
  /** Higher ones are called first; equal ones in the order of subscription. Default 'normal'. */
  readonly priority?: Priority
  /** Called before the listener, which is left out when it answers false. */
  readonly filter?: (value: JsonValue | undefined, update: StateUpdate) => boolean
  /** Ends the subscription with the first call. */
  readonly once?: boolean
}

export interface SelectOptions<Selected> extends SubscribeOptions {
  /** The part of the value that matters: the listener gets it, and is called only when it changes. */
  readonly selector: (value: JsonValue | undefined) => Selected
}
