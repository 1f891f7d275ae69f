import { compareCodePoints } from '../../core/query/index.ts'
import type { DocumentHash, Storage } from '../../ports/storage.ts'

/** What restoring would do to a key. Versions are 0 where there is no document. */
export interface KeyDifference {
  readonly key: string
  readonly what: 'added' | 'changed' | 'removed'
  readonly version: number
  readonly restoredVersion: number
}

/** How many keys a restore would add, change, remove and leave. */
export interface DifferenceCounts {
  readonly added: number
  readonly changed: number
  readonly removed: number
  readonly unchanged: number
}

const PAGE = 500

/** Every key in which two stores differ, in key order; what both hold alike is yielded as undefined, to be counted. */
function* differences(current: Storage, restored: Storage, after?: string): Generator<KeyDifference | undefined> {
  const here = pages(current, after)
  const there = pages(restored, after)
  let now = here.next().value
  let then = there.next().value
  while (now || then) {
    if (!then || (now && compareCodePoints(now.key, then.key) < 0)) {
      yield { key: (now as DocumentHash).key, what: 'removed', version: (now as DocumentHash).version, restoredVersion: 0 }
      now = here.next().value
    } else if (!now || compareCodePoints(then.key, now.key) < 0) {
      yield { key: then.key, what: 'added', version: 0, restoredVersion: then.version }
      then = there.next().value
    } else {
      const { key, version } = now
      yield now.hash === then.hash ? undefined : { key, what: 'changed', version, restoredVersion: then.version }
      now = here.next().value
      then = there.next().value
    }
  }
}

/** Counts what restoring would do, in slices: run the generator to its end. */
export function* countDifferences(current: Storage, restored: Storage): Generator<undefined, DifferenceCounts> {
  const counts = { added: 0, changed: 0, removed: 0, unchanged: 0 }
  let looked = 0
  for (const difference of differences(current, restored)) {
    counts[difference?.what ?? 'unchanged']++
    if (++looked % PAGE === 0) yield undefined
  }
  return counts
}

/** A page of the keys in which two stores differ. */
export function pageOfDifferences(
  current: Storage,
  restored: Storage,
  { after, limit }: { readonly after?: string; readonly limit: number },
): readonly KeyDifference[] {
  const page: KeyDifference[] = []
  for (const difference of differences(current, restored, after)) {
    if (difference) page.push(difference)
    if (page.length === limit) break
  }
  return page
}

function* pages(storage: Storage, after: string | undefined): Generator<DocumentHash, undefined> {
  for (let from = after; ;) {
    const page = storage.hashes({ limit: PAGE, ...(from === undefined ? {} : { after: from }) })
    yield* page
    if (page.length < PAGE) return undefined
    from = page.at(-1)?.key
  }
}
