import { conflictId } from '../../conflict/conflict-record.ts'
import { SrvraError } from '../../core/errors.ts'
import { contentHash } from '../../core/json/index.ts'
import type { Changes, Documents, Snapshot, Welcome, WireChange, WireDocument } from '../../core/protocol/frames.ts'
import { compareCodePoints } from '../../core/query/index.ts'
import { FIRST_LIFE, isSameLife, sharedUpTo } from '../../core/log/store-life.ts'
import { receive, receiveAbsence } from '../../core/session/key-state.ts'
import type { Confirmed } from '../../core/session/key-state.ts'
import { scopeOf } from '../../core/query/scope.ts'
import { ApplyDraft } from './apply-draft.ts'
import type { ApplyContext } from './apply-draft.ts'
import { authorOf, contentsOf, NO_METADATA } from './change-contents.ts'
import type { Acknowledged } from './acknowledged.ts'
import { positionRecord, staleRecord } from './replica-records.ts'
import type { Position } from './replica-records.ts'
import { rewindTo } from './rewinding.ts'

const HELD_PAGE = 500

/** What a hub lost when it was restored, as far as this replica knows. */
export interface Restoration {
  readonly epoch: number
  /** The last position that its lives share. */
  readonly since: number
  /** Documents that have to be fetched, and own writes to be brought back. */
  readonly documents: number
  readonly writes: number
  /** Set where the store's medium is slow. */
  readonly durable: Promise<void> | undefined
}

/** What came of a frame. */
export interface Received {
  readonly changes: number
  /** Set where the store's medium is slow. */
  readonly durable: Promise<void> | undefined
  /** Keys of which conflicts of this replica were settled. */
  readonly resolved?: readonly string[]
}

/**
 * Takes in what the hub sends: changes, snapshots, single documents. Keeps the position, and the keys whose documents
 * turned out not to be what the hub thinks they are (P-67).
 */
export class Receiver {
  readonly #context: ApplyContext
  readonly #stale = new Set<string>()
  #position: Position | undefined
  #healed = 0

  constructor(context: ApplyContext) {
    this.#context = context
    this.#position = context.records.position()
    for (const key of context.records.staleKeys()) this.#stale.add(key)
  }

  get position(): Position | undefined {
    return this.#position
  }

  /** Keys that have to be fetched whole. */
  get staleKeys(): ReadonlySet<string> {
    return this.#stale
  }

  /** Whether everything about a key up to a position of the hub is here. */
  isPassed(key: string, seq: number): boolean {
    const position = this.#position
    return position !== undefined && seq <= position.seq && scopeOf(position.covered).matches(key)
  }

  /** Documents that were fetched because they did not fit. */
  get healed(): number {
    return this.#healed
  }

  /** Throws E_CURSOR when the frame does not follow the one before: something was missed. */
  changes({ from, to, changes }: Changes): Received {
    const position = this.#at(from)
    const draft = new ApplyDraft(this.#context)
    const stale: string[] = []
    for (const change of changes) if (!this.#applyChange(draft, change)) stale.push(change.key)
    const own = `${conflictId(this.#context.storage.storeId)}-`
    const resolved = changes.filter(({ cause, key }) => cause?.startsWith(own) && !stale.includes(key)).map(({ key }) => key)
    const received = this.#commit(draft, { ...position, seq: to }, stale, [])
    return resolved.length === 0 ? received : { ...received, resolved }
  }

  /** A page of a snapshot: what lies in its range and is not on it does not exist (P-46). */
  snapshot(frame: Snapshot): Received {
    const { at, after, upTo, documents, patterns, except } = frame
    const before = this.#known()
    const draft = new ApplyDraft(this.#context)
    const stale = documents.filter((document) => !this.#applyDocument(draft, document)).map(({ key }) => key)
    this.#applyAbsence(draft, frame)
    const covered = upTo === undefined ? patterns : after === undefined && except.length === 0 ? [] : before.covered
    const { snapshotAfter: _passed, ...rest } = before
    const position = { ...rest, seq: at, covered, ...(upTo === undefined ? {} : { snapshotAfter: upTo }) }
    return this.#commit(draft, position, stale, fresh(documents, stale))
  }

  /** Documents that were asked for. Throws E_RESULT_MISMATCH when one is not what its hash says: asking on would bring the same. */
  documents({ documents, missing }: Documents): Received {
    const draft = new ApplyDraft(this.#context)
    const bent = documents.filter((document) => !this.#applyDocument(draft, document)).map(({ key }) => key)
    for (const key of missing) this.#drop(draft, key, 'hub')
    const fetched = [...fresh(documents, bent), ...missing]
    this.#healed += fetched.filter((key) => this.#stale.has(key)).length
    const received = this.#commit(draft, undefined, [], fetched)
    if (bent.length === 0) return received
    throw new SrvraError('E_RESULT_MISMATCH', `The hub sent '${bent[0]}' with a hash of something else.`, { key: bent[0] ?? '' })
  }

  /**
   * Notes which hub this is; answers what it lost when it was restored since. Throws E_OTHER_HUB when what is here belongs to
   * another one, or to a life that it does not know (P-85, P-140).
   */
  begin({ hub, epoch, lives = [] }: Pick<Welcome, 'hub' | 'epoch' | 'lives'>, acknowledged: Acknowledged): Restoration | undefined {
    const position = (this.#position ??= { hub, epoch, lives, seq: 0, covered: [] })
    const known = position.lives ?? [FIRST_LIFE]
    const same = epoch === position.epoch && (lives.length === 0 || isSameLife(lives, known))
    if (position.hub === hub && same) return undefined
    const shared = sharedUpTo(lives, known)
    if (position.hub === hub && epoch >= position.epoch && shared !== undefined)
      return this.#goOnIn({ ...position, epoch, lives, seq: Math.min(position.seq, shared) }, shared, acknowledged)
    const message = `This replica belongs to the hub ${position.hub} (epoch ${position.epoch}), and this one is ${hub} (epoch ${epoch}): connect it there, or begin with an empty replica.`
    throw new SrvraError('E_OTHER_HUB', message, { expected: position.hub, actual: hub })
  }

  /** Notes that some patterns are covered no more; false when none goes. */
  narrow(patterns: readonly string[]): boolean {
    const position = this.#position
    if (!position) return false
    const covered = position.covered.filter((pattern) => patterns.includes(pattern))
    if (covered.length === position.covered.length) return false
    const draft = new ApplyDraft(this.#context)
    this.#commit(draft, { ...position, covered }, [], [])
    return true
  }

  /** Takes documents that no pattern covers any more out of sight, a slice at a time; true when there are no more. */
  forget(patterns: readonly string[], after: string | undefined): string | undefined {
    const wanted = scopeOf(patterns)
    const page = this.#context.records.shadows(after, HELD_PAGE)
    const draft = new ApplyDraft(this.#context)
    for (const { key } of page) if (!wanted.matches(key)) this.#drop(draft, key, 'unsubscribed')
    void draft.commit()
    return page.length < HELD_PAGE ? undefined : page.at(-1)?.key
  }

  /** Marks keys to be fetched whole: a comparison found that they differ. */
  distrust(keys: readonly string[]): void {
    const draft = new ApplyDraft(this.#context)
    this.#commit(draft, undefined, keys, [])
  }

  /** P-141: one commit takes this replica over into another life of its hub; until then it belongs to the one before. */
  #goOnIn(position: Position, shared: number, acknowledged: Acknowledged): Restoration {
    const { storage } = this.#context
    const rewound = rewindTo(shared, this.#context)
    const lost = acknowledged.lose(shared)
    const durable = storage.append([], [positionRecord(position), ...rewound.records, ...lost.records]) ?? undefined
    this.#position = position
    rewound.committed()
    lost.committed()
    for (const key of rewound.keys) this.#stale.add(key)
    return { epoch: position.epoch, since: shared, documents: rewound.keys.length, writes: lost.lost, durable }
  }

  #known(): Position {
    if (!this.#position) throw new SrvraError('E_FRAME_ORDER', 'The hub sent documents before it said who it is.')
    return this.#position
  }

  #at(from: number): Position {
    const position = this.#known()
    if (position.seq === from) return position
    throw new SrvraError('E_CURSOR', `The hub sent changes from position ${from}, and this replica is at ${position.seq}.`, {
      expected: position.seq,
      actual: from,
    })
  }

  #commit(draft: ApplyDraft, position: Position | undefined, stale: readonly string[], healed: readonly string[]): Received {
    for (const key of stale) if (!this.#stale.has(key)) draft.record(staleRecord(key, true))
    for (const key of healed) if (this.#stale.has(key)) draft.record(staleRecord(key, false))
    if (position) draft.record(positionRecord(position))
    const durable = draft.commit(() => {
      if (position) this.#position = position
      for (const key of healed) this.#stale.delete(key)
      for (const key of stale) this.#stale.add(key)
    })
    return { changes: draft.changes, durable }
  }

  /** False when the change does not fit what is here: nothing of it is applied. */
  #applyChange(draft: ApplyDraft, change: WireChange): boolean {
    const { key, version, base } = change
    const state = draft.stateOf(key)
    if (version <= state.confirmed.version) return true
    const fits = change.delta === undefined || base === state.confirmed.version
    const contents = fits ? contentsOf(change, state.confirmed.contents.value, this.#context.hash) : undefined
    if (!contents) return false
    draft.update(key, receive(state, { version, contents, seq: change.seq }), authorOf(change, this.#context.storage))
    return true
  }

  /** False when the document is not the one whose hash came with it. */
  #applyDocument(draft: ApplyDraft, { key, version, seq, value, hash, metadata, actor }: WireDocument): boolean {
    if (contentHash(value, this.#context.hash) !== hash) return false
    const state = draft.stateOf(key)
    const contents = { value, metadata: metadata ?? NO_METADATA }
    const confirmed: Confirmed = { version, contents, ...(seq === undefined ? {} : { seq }) }
    // A document that is fetched again at the version that it should have had all along is taken as it comes.
    const current =
      this.#stale.has(key) && version === state.confirmed.version
        ? { ...state, confirmed: { ...state.confirmed, version: version - 1 } }
        : state
    draft.update(key, receive(current, confirmed), { kind: 'set', actor })
    return true
  }

  #drop(draft: ApplyDraft, key: string, why: string): void {
    draft.update(key, receiveAbsence(draft.stateOf(key)), { kind: 'delete', actor: 'hub', cause: why })
  }

  #applyAbsence(draft: ApplyDraft, { after, upTo, patterns, except, documents }: Snapshot): void {
    const scope = scopeOf(patterns)
    const left = scopeOf(except)
    const present = new Set(documents.map(({ key }) => key))
    for (let from = after; ;) {
      const page = this.#context.records.shadows(from, HELD_PAGE)
      for (const { key, shadow } of page) {
        if (upTo !== undefined && compareCodePoints(key, upTo) > 0) return
        if (shadow.hash !== undefined && !present.has(key) && scope.matches(key) && !left.matches(key))
          this.#drop(draft, key, 'hub')
      }
      if (page.length < HELD_PAGE) return
      from = page.at(-1)?.key
    }
  }
}

/** The keys of documents that came as they should. */
function fresh(documents: readonly WireDocument[], stale: readonly string[]): readonly string[] {
  return documents.map(({ key }) => key).filter((key) => !stale.includes(key))
}
