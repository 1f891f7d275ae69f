import { SrvraError } from '../../core/errors.ts'
import { contentHash } from '../../core/json/index.ts'
import type { Hash } from '../../core/json/index.ts'
import type { Answer, Operation, PushedOperation } from '../../core/protocol/frames.ts'
import type { Identity } from '../../ports/authenticator.ts'
import type { OperationTrace } from '../../ports/storage.ts'
import { policyOfIdentity } from './identity-policy.ts'

/** Who pushed. */
export interface Author {
  readonly replica: string
  readonly identity: Identity
}

/** Neighbours with the same batch are one unit; all others are units of their own. */
export function atomicUnits(operations: readonly PushedOperation[]): readonly (readonly PushedOperation[])[] {
  const units: PushedOperation[][] = []
  for (const operation of operations) {
    const last = units.at(-1)
    if (last && operation.batch !== undefined && last[0]?.batch === operation.batch) last.push(operation)
    else units.push([operation])
  }
  return units
}

export function actorOf({ identity }: Author, { actor }: Operation): string {
  return actor === undefined || actor === identity.name ? identity.name : `${identity.name}/${actor}`.slice(0, 1000)
}

/** Whoever does not see all of a document writes none of it from afar: a delta on what is hidden would be a guess. */
export function mayWrite(identity: Identity, key: string): boolean {
  const policy = policyOfIdentity(identity)
  return policy.mayWrite(key) && policy.whole.matches(key)
}

export function forbidden({ opId, key }: Operation, { name }: Identity): Answer {
  const message = `${name} may not write '${key}'; ask an operator for a token that may.`
  return { opId, status: 'rejected', code: 'E_FORBIDDEN', message, details: { key } }
}

/** The content hash of what an operation leads to, as far as it says. */
export function resultOf({ hash, value }: Operation, hashOf: Hash): string | undefined {
  return hash ?? (value === undefined ? undefined : contentHash(value, hashOf))
}

/** A merge has another result than its operation asked for, so only the key can be held against it. */
export function sameResult(trace: OperationTrace, operation: Operation, hashOf: Hash): boolean {
  if (trace.kind === 'merge') return true
  if (operation.hash === undefined && operation.delta !== undefined) return true
  return trace.hash === resultOf(operation, hashOf)
}

export function reused({ opId, key }: Operation): Answer {
  const message = `The operation id ${opId} belongs to another operation; give each its own.`
  return { opId, status: 'rejected', code: 'E_OP_ID_REUSED', message, details: { opId, key } }
}

export function readable<T>(read: () => T): T | undefined {
  try {
    return read()
  } catch (error) {
    if (error instanceof SrvraError && error.code === 'E_COMPACTED') return undefined
    throw error
  }
}
