import { letOthersRun } from '../admin/slices.ts'
import type { Digest, Welcome } from '../core/protocol/frames.ts'
import type { Priority } from '../core/log/change.ts'
import { LANES } from '../core/session/lanes.ts'
import { ReplicaRecords } from '../sync/replica/replica-records.ts'
import type { Position } from '../sync/replica/replica-records.ts'
import { RunningDigest } from '../sync/running-digest.ts'
import type { OpenStore } from './command-context.ts'

/** How a replica's store stands, looked at from outside. */
export interface LocalCopy {
  readonly position: Position | undefined
  /** Operations that wait, by lane. */
  readonly pending: Readonly<Record<Priority, number>>
  readonly deadLetters: number
  /** Of what the hub is known to hold of its documents. */
  readonly digest: string
}

const SLICE = 1000

/** Reads where a store stands as a replica. Changes nothing. */
export async function readLocalCopy({ engine, hash }: OpenStore): Promise<LocalCopy> {
  const records = new ReplicaRecords(engine.storage)
  const pending = Object.fromEntries(LANES.map((lane) => [lane, 0])) as Record<Priority, number>
  for (const [, { operations }] of records.keyStates()) for (const { priority } of operations) pending[priority]++
  const deadLetters = [...records.deadLetters()].length
  const digest = new RunningDigest(hash)
  while (!digest.complete) {
    const page = records.shadows(digest.countedTo, SLICE)
    const live = page.flatMap(({ key, shadow: { version, hash: content } }) =>
      content === undefined ? [] : [{ key, version, hash: content }],
    )
    digest.addPage(live, page.at(-1)?.key, page.length < SLICE)
    await letOthersRun()
  }
  return { position: records.position(), pending, deadLetters, digest: digest.toString() }
}

/** How a copy stands with a hub. */
export type Standing =
  /** It belongs to another hub, or to an earlier life of this one. */
  | { readonly belongs: false }
  /** `equal` is null while the copy is at another position than what the hub counted. */
  | { readonly belongs: true; readonly behind: number; readonly equal: boolean | null }

/** Whether a copy holds what the hub holds of the same documents. */
export function compareWithHub({ position, digest }: LocalCopy, welcome: Welcome, counted: Digest): Standing | undefined {
  if (!position) return undefined
  if (position.hub !== welcome.hub || position.epoch !== welcome.epoch) return { belongs: false }
  const equal = position.seq === counted.at ? digest === counted.digest : null
  return { belongs: true, behind: Math.max(0, welcome.head - position.seq), equal }
}
