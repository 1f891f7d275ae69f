import { SrvraError } from '../../core/errors.ts'
import type { Manifest } from '../manifest/manifest.ts'
import { newestEpoch, planRestore, restorableRanges, stretchesFrom } from '../manifest/plan-restore.ts'
import type { RestorePlan } from '../manifest/plan-restore.ts'
import { linesOf } from '../stream/segment-lines.ts'
import type { Vault } from '../vault.ts'

/** What is to be restored: an operation, an instant (milliseconds since 1970), or the newest that there is. */
export interface RestorePoint {
  readonly seq?: number
  readonly at?: number
  /** A life of the store that was left, instead of the newest. */
  readonly epoch?: number
}

/**
 * The way to a point. An instant means the state after the last change at or before it. Throws E_RANGE, with what can be
 * restored, for a point before, between or after that.
 */
export async function planTo(
  vault: Vault,
  { seq, at, epoch }: RestorePoint,
  now: number,
  signal?: AbortSignal,
): Promise<RestorePlan> {
  const manifest = manifestOf(vault)
  const life = epoch ?? newestEpoch(manifest)
  if (!manifest.lives.some((known) => known.epoch === life)) throw unknownLife(manifest, life)
  if (seq !== undefined) return planRestore(manifest, seq, life)
  const ranges = restorableRanges(manifest, life)
  const last = ranges.at(-1)
  if (!last || at === undefined) return planRestore(manifest, last?.toSeq ?? 0, life)
  const range = ranges.findLast(({ fromAt }) => fromAt <= at)
  if (!range || at > now || (range !== last && at > range.toAt)) throw instantOutOfRange(ranges, at)
  if (at >= range.toAt) return planRestore(manifest, range.toSeq, life)
  return planRestore(manifest, await lastChangeBy(vault, life, at, range.fromSeq, signal), life)
}

export function manifestOf(vault: Vault): Manifest {
  if (vault.manifest) return vault.manifest
  const message = `There is no backup at ${vault.target.name}; make one first, or name the target that has it.`
  throw new SrvraError('E_BACKUP_MISSING', message, { target: vault.target.name })
}

/** The position of the last change at or before an instant, along the segments from a position on. */
async function lastChangeBy(vault: Vault, life: number, at: number, from: number, signal?: AbortSignal): Promise<number> {
  let found = from
  for (const { segment, upTo } of stretchesFrom(manifestOf(vault), life, from)) {
    if (segment.at <= at && segment.to <= upTo) {
      found = Math.max(found, segment.to)
      continue
    }
    for (const line of linesOf(await vault.fetch(segment, signal))) {
      if (!('change' in line)) continue
      if (line.change.at > at || line.change.seq > upTo) return found
      found = Math.max(found, line.change.seq)
    }
  }
  return found
}

function instantOutOfRange(ranges: readonly { readonly fromAt: number; readonly toAt: number }[], at: number): SrvraError {
  const told = ranges.map(({ fromAt, toAt }) => `${iso(fromAt)} to ${iso(toAt)}`).join(', ')
  const message = `${iso(at)} cannot be restored; what can is ${told}.`
  return new SrvraError('E_RANGE', message, { at, from: ranges[0]?.fromAt ?? null, to: ranges.at(-1)?.toAt ?? null })
}

function unknownLife(manifest: Manifest, epoch: number): SrvraError {
  const known = manifest.lives.map((life) => life.epoch).join(', ')
  return new SrvraError('E_RANGE', `The backup knows no life ${epoch} of the store; those it knows are ${known}.`, { epoch })
}

function iso(at: number): string {
  return new Date(at).toISOString()
}
