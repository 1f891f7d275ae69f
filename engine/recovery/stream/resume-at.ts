import { SrvraError } from '../../core/errors.ts'
import type { Storage } from '../../ports/storage.ts'
import type { Manifest, SegmentEntry } from '../manifest/manifest.ts'
import type { Cursor } from './gather.ts'

export interface StreamStart {
  readonly cursor: Cursor
  /** Everything is told, from the first change on. */
  readonly fromNothing: boolean
  readonly needsBase: boolean
}

/**
 * Where the stream to a target goes on, by what the target has. Throws E_BACKUP_AHEAD when it has what the store lacks, and
 * E_BACKUP_FOREIGN when it tells another story.
 */
export function resumeAt(storage: Storage, manifest: Manifest | undefined): StreamStart {
  const head = storage.head()
  const now = { ...head, journal: storage.journal.last() }
  if (!manifest) {
    const fromNothing = !storage.copyable && storage.horizon().seq === 0
    return { cursor: { seq: now.seq, at: now.at, journal: now.journal }, fromNothing, needsBase: !fromNothing }
  }
  const life = manifest.lives.at(-1)?.epoch ?? 1
  if (life > storage.epoch) throw ahead(`life ${life} of the store`, `this is life ${storage.epoch}`)
  const needsBase = manifest.bases.length === 0 && storage.copyable
  const last = manifest.segments.findLast(({ epoch }) => epoch === storage.epoch)
  const base = manifest.bases.findLast(({ epoch }) => epoch === storage.epoch)
  const known = furthest(last, base)
  if (!known) {
    // A new life: what came before it is shared with the one that it began from.
    const since = storage.lives().at(-1)?.since ?? 0
    return { cursor: { seq: since, at: head.at, journal: 0 }, fromNothing: false, needsBase }
  }
  if (known.seq > head.seq) throw ahead(`operation ${known.seq}`, `the store ends at ${head.seq}`)
  if (known.seq >= storage.horizon().seq && storage.link(known.seq) !== known.chain) throw foreign(known.seq)
  return { cursor: known, fromNothing: false, needsBase }
}

function furthest(
  segment: SegmentEntry | undefined,
  base: Manifest['bases'][number] | undefined,
): (Cursor & { readonly chain: string }) | undefined {
  if (segment && (!base || segment.to >= base.seq))
    return { seq: segment.to, at: segment.at, journal: segment.journal, chain: segment.chain }
  return base && { seq: base.seq, at: base.at, journal: base.journal, chain: base.chain }
}

function ahead(known: string, here: string): SrvraError {
  const message = `The backup knows ${known}, and ${here}: somebody put an older store in its place. Restore the newest backup, or back up to another target.`
  return new SrvraError('E_BACKUP_AHEAD', message)
}

function foreign(seq: number): SrvraError {
  const message = `Operation ${seq} is another one in the backup than in this store: they went apart. Back up to another target, and find out which of the two is right.`
  return new SrvraError('E_BACKUP_FOREIGN', message, { seq })
}
