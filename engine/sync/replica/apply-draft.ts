import { contentHash } from '../../core/json/index.ts'
import type { Hash } from '../../core/json/index.ts'
import { ABSENT, viewOf } from '../../core/session/key-state.ts'
import type { Confirmed, KeyState } from '../../core/session/key-state.ts'
import { sameContents } from '../../core/session/merge-contents.ts'
import type { Contents } from '../../core/session/merge-contents.ts'
import type { RecordWrite, Storage } from '../../ports/storage.ts'
import { DURABLE } from '../../state/committed-update.ts'
import type { Proposal } from '../../state/proposal.ts'
import type { SrvraStateManager } from '../../state/srvra-state-manager.ts'
import type { RunningDigest } from '../running-digest.ts'
import type { PendingKeys } from './pending-keys.ts'
import { confirmedAs, keyStateRecord, REWOUND, shadowRecord } from './replica-records.ts'
import type { ReplicaRecords, Shadow } from './replica-records.ts'

export interface ApplyContext {
  readonly storage: Storage
  readonly state: SrvraStateManager
  readonly records: ReplicaRecords
  readonly pending: PendingKeys
  readonly digest: RunningDigest
  readonly hash: Hash
}

/** Whose doing it is that the view of a key changes. */
export type Author = Pick<Proposal, 'kind' | 'actor'> &
  Partial<Pick<Proposal, 'opId' | 'origin' | 'hlc' | 'priority' | 'reason' | 'cause' | 'group' | 'baseVersion'>>

interface Entry {
  state: KeyState
  view: Contents
  readonly shadow: Shadow | undefined
  readonly wasPending: boolean
  touched: boolean
}

/**
 * What a frame of the hub does to this replica, worked out key by key and committed at once: changes of the view, what
 * the hub is known to hold, what is still pending, and the position (P-65). Dropped without a trace when the store refuses.
 */
export class ApplyDraft {
  readonly #context: ApplyContext
  readonly #entries = new Map<string, Entry>()
  readonly #proposals: Proposal[] = []
  readonly #records: RecordWrite[] = []

  constructor(context: ApplyContext) {
    this.#context = context
  }

  /** What the hub is known to hold of a key, and what is pending there. */
  stateOf(key: string): KeyState {
    return this.#entry(key).state
  }

  /** Takes over a key's new state; where the view changes by it, `author` did it. */
  update(key: string, state: KeyState, author: Author): void {
    const entry = this.#entry(key)
    if (state === entry.state) return
    entry.touched = true
    entry.state = state
    const view = viewOf(state)
    if (sameContents(view, entry.view)) return
    entry.view = view
    const { value, metadata } = view
    const { kind } = author
    this.#proposals.push({ ...author, key, value, metadata, kind: value === undefined && kind === 'set' ? 'delete' : kind })
  }

  /** Something that is written in the same commit. */
  record(write: RecordWrite): void {
    this.#records.push(write)
  }

  /**
   * Commits; a promise where the store's medium is slow. Throws what the store throws. `committed` is called before anybody
   * hears of the changes: whoever writes while he is told writes on top of them (P-65).
   */
  commit(committed?: () => void): Promise<void> | undefined {
    for (const [key, entry] of this.#entries) if (entry.touched) this.#recordEntry(key, entry)
    return this.#append(() => {
      this.#takeOver()
      committed?.()
    })
  }

  get changes(): number {
    return this.#proposals.length
  }

  #append(committed: () => void): Promise<void> | undefined {
    const { state, storage } = this.#context
    if (this.#proposals.length > 0) {
      const { durable } = state.commit(this.#proposals, this.#records, committed)
      return durable === DURABLE ? undefined : durable
    }
    const durable = this.#records.length === 0 ? undefined : storage.append([], this.#records)
    committed()
    return durable ?? undefined
  }

  #recordEntry(key: string, { state, shadow, wasPending }: Entry): void {
    const next = this.#shadowOf(state.confirmed)
    if (!sameShadow(next, shadow)) this.#records.push(shadowRecord(key, next))
    if (wasPending || state.operations.length > 0) this.#records.push(keyStateRecord(key, state))
  }

  #takeOver(): void {
    const { pending, digest } = this.#context
    for (const [key, { state, shadow, touched }] of this.#entries) {
      if (!touched) continue
      pending.put(key, state)
      digest.replace(key, counted(shadow), counted(this.#shadowOf(state.confirmed)))
    }
  }

  #shadowOf({ version, contents, seq, rewound }: Confirmed): Shadow | undefined {
    if (rewound) return REWOUND
    if (version === 0) return undefined
    const since = seq === undefined ? {} : { seq }
    return contents.value === undefined
      ? { version, ...since }
      : { version, hash: contentHash(contents.value, this.#context.hash), ...since }
  }

  #entry(key: string): Entry {
    const known = this.#entries.get(key)
    if (known) return known
    const { storage, records, pending } = this.#context
    const stored = storage.read(key)
    const view: Contents = stored ?? ABSENT
    const shadow = records.shadow(key)
    const held = pending.state(key)
    const state = held ?? { confirmed: confirmedAs(shadow, view), operations: [] }
    const entry: Entry = { state, view, shadow, wasPending: held !== undefined, touched: false }
    this.#entries.set(key, entry)
    return entry
  }
}

function sameShadow(left: Shadow | undefined, right: Shadow | undefined): boolean {
  return (
    left?.version === right?.version && left?.hash === right?.hash && left?.seq === right?.seq && left?.rewound === right?.rewound
  )
}

function counted(shadow: Shadow | undefined): { readonly version: number; readonly hash: string } | undefined {
  return shadow?.hash === undefined ? undefined : { version: shadow.version, hash: shadow.hash }
}
