import type { Hello, HubFrame, Welcome } from '../../core/protocol/frames.ts'
import type { ProtocolLimits } from '../../core/protocol/limits.ts'
import type { LoadBalancing } from '../../core/session/node-choice.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Codec } from '../../ports/codec.ts'
import type { Random } from '../../ports/random.ts'
import type { Scheduler } from '../../ports/scheduler.ts'
import type { Closing, Transport } from '../../ports/transport.ts'
import type { ReplicaCounts } from './replica-counts.ts'

export interface LinkOptions {
  readonly transport: Transport
  readonly clock: Clock
  readonly scheduler: Scheduler
  readonly random: Random
  readonly codec: Codec | undefined
  readonly limits: ProtocolLimits
  readonly nodes: readonly string[]
  readonly loadBalancing: LoadBalancing
  /** False: stay with the first node. */
  readonly failover: boolean
  readonly counts: ReplicaCounts
}

/** What a link tells of. Frames come one by one; what a handler throws ends the connection. */
export interface LinkEvents {
  /** About to try a node, after a pause. `attempt` counts from 1 since the last connection that lasted. */
  readonly onAttempt: (node: string, attempt: number, delayMs: number) => void
  readonly hello: () => Hello
  readonly onWelcome: (node: string, welcome: Welcome) => void
  readonly onFrame: (frame: Exclude<HubFrame, Welcome>) => void
  readonly onDrain: () => void
  /** The oldest push that waits for its answer. */
  readonly unanswered: () => number | undefined
  /** Something here went wrong, so the connection is given up. Answers whether another attempt makes sense. */
  readonly onFailure: (error: unknown) => boolean
  /** The connection is gone; another attempt follows unless it is final. */
  readonly onDown: (closing: Closing, final: boolean) => void
}
