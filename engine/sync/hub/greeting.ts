import type { JsonObject } from '../../core/json/index.ts'
import { CLOSING } from '../../core/protocol/closing.ts'
import { PROTOCOL_VERSION } from '../../core/protocol/frames.ts'
import type { Hello } from '../../core/protocol/frames.ts'
import { isSameLife, sharedUpTo } from '../../core/log/store-life.ts'
import type { Storage } from '../../ports/storage.ts'
import type { Scope } from '../../core/query/scope.ts'
import { scopeOf } from '../../core/query/scope.ts'
import type { SnapshotCourse } from './snapshot-pages.ts'

/** Why a replica is not let in. */
export interface Refusal {
  readonly code: string
  readonly message: string
  readonly closing: number
  readonly details?: JsonObject
}

/** Where a replica that is let in goes on. */
export interface Resumption {
  readonly since: number
  readonly snapshot: SnapshotCourse | undefined
}

/** P-40: what a replica says of itself has to fit this hub. */
export function refuseHello(hello: Hello, storage: Storage): Refusal | undefined {
  if (hello.protocol !== PROTOCOL_VERSION) {
    const message = `This hub speaks protocol ${PROTOCOL_VERSION}, not ${hello.protocol}; update the older side.`
    return { code: 'E_VERSION', message, closing: CLOSING.frames, details: { supported: [PROTOCOL_VERSION] } }
  }
  if (hello.hub === undefined) return undefined
  if (hello.hub !== storage.storeId) {
    const message = `The replica belongs to the hub ${hello.hub}, and this one is ${storage.storeId}: connect it there, or begin with an empty replica.`
    return { code: 'E_OTHER_HUB', message, closing: CLOSING.epoch }
  }
  return goesOn(hello, storage) ? undefined : { code: 'E_EPOCH', message: strayed(hello, storage), closing: CLOSING.epoch }
}

/** P-140: a replica of this life goes on, and one of an earlier life that knows how to. */
function goesOn(hello: Hello, storage: Storage): boolean {
  const { epoch = 0, since, lives } = hello
  if (isOfThisLife(hello, storage)) return since <= storage.head().seq
  return lives !== undefined && epoch <= storage.epoch && sharedUpTo(storage.lives(), lives) !== undefined
}

/** Who does not tell lives is taken at the number. */
function isOfThisLife({ epoch, lives }: Hello, storage: Storage): boolean {
  return epoch === storage.epoch && (lives === undefined || isSameLife(storage.lives(), lives))
}

function strayed({ epoch = 0, since, lives }: Hello, storage: Storage): string {
  const where = `The replica knows position ${since} of epoch ${epoch}, and this hub is at ${storage.head().seq} of epoch ${storage.epoch}`
  return lives === undefined && epoch < storage.epoch
    ? `${where}: it was restored, and the replica is too old to be reconciled; update it.`
    : `${where}, which is no later life of the same one: restore the hub from the backup that was meant, or begin with an empty replica.`
}

/** What a replica says of itself, in terms of this life: what it knows of an earlier one counts as far as both share it. */
export function inThisLife(hello: Hello, storage: Storage): Hello {
  if (hello.hub === undefined || isOfThisLife(hello, storage)) return hello
  const shared = sharedUpTo(storage.lives(), hello.lives ?? []) ?? 0
  return { ...hello, epoch: storage.epoch, since: Math.min(hello.since, shared) }
}

/** P-44: changes go on from where the replica is; what it has not seen, or compaction has let go, comes as documents. */
export function resumption(hello: Hello, scope: Scope, storage: Storage): Resumption {
  const { since, covered, patterns, snapshotAfter } = hello
  const compacted = hello.hub === undefined || since < storage.horizon().seq
  if (compacted) {
    const at = storage.head().seq
    return { since: at, snapshot: { at, scope, except: scopeOf([]), after: undefined } }
  }
  const known = new Set(covered)
  if (patterns.every((pattern) => known.has(pattern))) return { since, snapshot: undefined }
  return { since, snapshot: { at: since, scope, except: scopeOf(covered), after: snapshotAfter } }
}
