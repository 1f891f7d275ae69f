import { LANES } from '../../core/session/lanes.ts'
import type { Scheduler } from '../../ports/scheduler.ts'
import type { HubTime } from './hub-time.ts'
import type { Link } from './link.ts'
import type { Outbox } from './outbox.ts'
import type { Pusher } from './pusher.ts'
import type { SyncRequest } from './sync-rounds.ts'

export interface PumpOptions {
  readonly outbox: Outbox
  readonly link: Link
  readonly pusher: Pusher
  readonly hubTime: HubTime
  readonly scheduler: Scheduler
  /** Frames with the key are compressed from so many characters on; undefined: never. */
  readonly compressionFor: (key: string) => number | undefined
}

/** With so much waiting in the socket nothing more is put into it. */
const HIGH_WATER_BYTES = 1024 * 1024

/** Moves what waits in the outbox onto the connection, as fast as that takes it. */
export class Pump {
  readonly #options: PumpOptions
  #due: (() => void) | undefined

  constructor(options: PumpOptions) {
    this.#options = options
  }

  /** Sends what may go, as far as the connection takes it. */
  work({ priority, immediate }: SyncRequest = {}): void {
    const { link, outbox, pusher, hubTime, compressionFor } = this.#options
    const { welcome } = link
    if (!welcome) return
    if (immediate) outbox.hurry(LANES.slice(0, LANES.indexOf(priority ?? 'low') + 1))
    while (link.bufferedBytes < HIGH_WATER_BYTES) {
      const push = pusher.next({ ...welcome.limits, hubNow: hubTime.now(), least: priority })
      if (!push) break
      const thresholds = push.operations.flatMap(({ key }) => compressionFor(key) ?? [])
      link.send({ type: 'push', ...push }, thresholds.length === 0 ? undefined : Math.min(...thresholds))
    }
  }

  /** Works at the end of this turn, so that its writes go together. */
  soon(then: () => void): void {
    this.#due ??= this.#options.scheduler.after(0, () => {
      this.#due = undefined
      try {
        this.work()
        then()
      } catch (error) {
        this.#options.link.fail(error)
      }
    })
  }

  close(): void {
    this.#due?.()
  }
}
