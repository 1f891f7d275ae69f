import { rewind } from '../../core/session/key-state.ts'
import type { KeyState } from '../../core/session/key-state.ts'
import type { RecordWrite } from '../../ports/storage.ts'
import type { ApplyContext } from './apply-draft.ts'
import { keyStateRecord, REWOUND, shadowRecord, staleRecord } from './replica-records.ts'
import type { Shadow } from './replica-records.ts'

/** Which documents a hub that was restored has lost, and what noting that takes. */
export interface Rewinding {
  /** They have to be fetched. */
  readonly keys: readonly string[]
  readonly records: readonly RecordWrite[]
  readonly committed: () => void
}

/**
 * Finds what is known of documents from after `shared`, the last position that the hub's lives have in common: none of that
 * holds any more, and neither do the versions that pending operations were based on (P-142, P-145). Changes nothing yet.
 */
export function rewindTo(
  shared: number,
  { records, pending, digest }: Pick<ApplyContext, 'records' | 'pending' | 'digest'>,
): Rewinding {
  const lost: { readonly key: string; readonly shadow: Shadow | undefined; readonly state: KeyState | undefined }[] = []
  for (let after: string | undefined; ;) {
    const page = records.shadows(after)
    for (const { key, shadow } of page) if (!isShared(shadow, shared)) lost.push({ key, shadow, state: pending.state(key) })
    after = page.at(-1)?.key
    if (page.length === 0) break
  }
  for (const key of pending.keys()) {
    const state = pending.state(key)
    if (state && isBasedOnNothing(state)) lost.push({ key, shadow: undefined, state })
  }
  const rewound = lost.map(({ key, shadow, state }) => ({ key, shadow, state: state && rewind(state) }))
  return {
    keys: rewound.map(({ key }) => key),
    records: rewound.flatMap(({ key, state }) => [
      shadowRecord(key, REWOUND),
      staleRecord(key, true),
      ...(state ? [keyStateRecord(key, state)] : []),
    ]),
    committed: () => {
      for (const { key, shadow, state } of rewound) {
        if (state) pending.put(key, state)
        if (shadow?.hash !== undefined) digest.replace(key, { version: shadow.version, hash: shadow.hash }, undefined)
      }
    },
  }
}

/** What nobody dated may be from after any position. */
function isShared({ seq }: Shadow, shared: number): boolean {
  return seq !== undefined && seq <= shared
}

/** It was made on a version that the hub had let go of when this replica last heard of the key. */
function isBasedOnNothing({ confirmed, operations }: KeyState): boolean {
  return confirmed.version === 0 && !confirmed.rewound && operations.some(({ base }) => base > 0)
}
