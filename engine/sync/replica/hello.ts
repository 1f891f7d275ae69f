import { FIRST_LIFE } from '../../core/log/store-life.ts'
import { PROTOCOL_VERSION } from '../../core/protocol/frames.ts'
import type { Hello } from '../../core/protocol/frames.ts'
import type { ReplicaOptions } from './replica-options.ts'
import type { ReplicaParts } from './replica-parts.ts'

/** What a replica says first: who it is, which hub it belongs to, how far it has come, and what it wants (P-31). */
export function hello(
  { storage, token, name, codec }: ReplicaOptions,
  { receiver, subscription }: Pick<ReplicaParts, 'receiver' | 'subscription'>,
): Hello {
  const { position } = receiver
  const patterns = subscription.announce()
  const wanted = new Set(patterns)
  const resumed = position?.snapshotAfter === undefined ? {} : { snapshotAfter: position.snapshotAfter }
  return {
    type: 'hello',
    protocol: PROTOCOL_VERSION,
    replica: storage.storeId,
    ...(name === undefined ? {} : { name }),
    ...(token === undefined ? {} : { token }),
    ...(position ? { hub: position.hub, epoch: position.epoch, ...resumed } : {}),
    since: position?.seq ?? 0,
    patterns,
    covered: (position?.covered ?? []).filter((pattern) => wanted.has(pattern)),
    codecs: codec ? [codec.name] : [],
    lives: position?.lives ?? [FIRST_LIFE],
  }
}
