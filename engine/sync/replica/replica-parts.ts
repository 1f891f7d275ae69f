import { RunningDigest } from '../running-digest.ts'
import { Acknowledged } from './acknowledged.ts'
import { ConnectionMonitor } from './connection-monitor.ts'
import { DeadLetters } from './dead-letters.ts'
import { Outbox } from './outbox.ts'
import { PendingKeys } from './pending-keys.ts'
import { Receiver } from './receiver.ts'
import type { ReplicaOptions } from './replica-options.ts'
import { ReplicaRecords } from './replica-records.ts'
import { ReplicaCounts } from './replica-counts.ts'
import { ReplyTimes } from './reply-times.ts'
import { RestingKeys } from './resting-keys.ts'
import { Subscription } from './subscription.ts'
import { WaitingTimes } from './waiting-times.ts'

const INCARNATION_BYTES = 6

/** What a replica consists of besides its conversation with the hub: all that is there without a connection, too. */
export interface ReplicaParts {
  readonly records: ReplicaRecords
  readonly pending: PendingKeys
  readonly resting: RestingKeys
  readonly outbox: Outbox
  readonly deadLetters: DeadLetters
  readonly acknowledged: Acknowledged
  readonly digest: RunningDigest
  readonly receiver: Receiver
  readonly subscription: Subscription
  readonly monitor: ConnectionMonitor
  readonly counts: ReplicaCounts
  readonly replyTimes: ReplyTimes
  readonly waiting: WaitingTimes
}

export interface PartEvents {
  /** Something is there to be sent. */
  readonly onWrite: () => void
  readonly onFailure: (error: unknown) => void
}

/** Reads what the store keeps of a replica, and puts its parts together. */
export function createParts(options: ReplicaOptions, { onWrite, onFailure }: PartEvents): ReplicaParts {
  const { storage, state, hash, clock, scheduler, random, eventBus } = options
  const records = new ReplicaRecords(storage)
  const pending = new PendingKeys(records)
  const digest = new RunningDigest(hash)
  const receiver = new Receiver({ storage, state, records, pending, digest, hash })
  const resting = new RestingKeys({
    scheduler,
    intervalOf: (key) => state.settingsOf(key).syncInterval,
    onRested: (key) => outbox.rested(key),
  })
  const { slaOf, lane, patterns } = options
  const incarnation = random.token(INCARNATION_BYTES)
  const waiting = new WaitingTimes(clock)
  const outbox = new Outbox({ records, pending, waiting, resting, slaOf, lane, incarnation, onWrite })
  return {
    records,
    pending,
    resting,
    outbox,
    deadLetters: new DeadLetters(storage, state, records),
    acknowledged: new Acknowledged(records),
    digest,
    receiver,
    subscription: new Subscription({ patterns, receiver, scheduler, onFailure }),
    monitor: new ConnectionMonitor(eventBus, options.retryAttempts),
    counts: new ReplicaCounts(),
    replyTimes: new ReplyTimes(),
    waiting,
  }
}
