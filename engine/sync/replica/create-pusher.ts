import { Pusher } from './pusher.ts'
import type { PusherOptions } from './pusher.ts'
import type { ReplicaOptions } from './replica-options.ts'
import type { ReplicaParts } from './replica-parts.ts'
import { tellOutcome } from './tell-outcome.ts'

/** The pusher of a replica, with all that its answers have to do with. */
export function createPusher(
  options: ReplicaOptions,
  parts: ReplicaParts,
  conversation: Pick<PusherOptions, 'nextId' | 'onHubTime'>,
): Pusher {
  const { receiver, subscription, deadLetters } = parts
  return new Pusher({
    ...options,
    ...parts,
    ...conversation,
    context: {
      ...options,
      ...parts,
      isPassed: (key, seq) => receiver.isPassed(key, seq),
      isWanted: (key) => subscription.matches(key),
    },
    onSettled: (settled) => tellOutcome(settled, parts, options),
    onDeadLetter: (letter) => deadLetters.added(letter),
    onStale: (keys) => receiver.distrust(keys),
  })
}
