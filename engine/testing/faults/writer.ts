import { writeSync } from 'node:fs'
import { openSqliteStorage } from '../../adapters/sqlite-storage/index.ts'
import type { Storage } from '../../ports/storage.ts'
import { ChangeAuthor, type Edit } from '../change-author.ts'

/** How a writer works. It runs in a process of its own, which somebody stops in the middle. */
export interface WriterPlan {
  readonly dir: string
  readonly synchronous?: 'FULL' | 'NORMAL'
  /** Single writes only, so many; otherwise a mixture without end. */
  readonly singles?: number
  /** Planted bugs: acknowledging before the write, or after one that failed. */
  readonly bug?: 'acknowledges-first' | 'acknowledges-failures'
  /** Open the store again when it has fenced itself, up to so many times. */
  readonly reopen?: number
}

/** Acknowledges everything up to a position; whoever reads this may rely on it. */
function acknowledge(seq: number): void {
  writeSync(1, `ack ${seq}\n`)
}

/** Batches, deletions, large values, housekeeping: all that a store does. The reason tells the size of the batch. */
function mixture(round: number, head: number): readonly Edit[] {
  const size = round % 5 === 4 ? 4 : 1
  return Array.from({ length: size }, (_, index) => {
    const number = round * 7 + index
    const value =
      number % 13 === 12
        ? undefined
        : { number, text: 'some text that stays the same', filler: 'x'.repeat(number % 50 === 49 ? 20_000 : number % 97) }
    return { key: `k/${number % 40}`, value, reason: String(size), ...(size > 1 ? { batch: head + 1 } : {}) }
  })
}

function writeMixture(storage: Storage, plan: WriterPlan): void {
  const author = new ChangeAuthor(storage)
  for (let round = storage.head().seq; ; round += 1) {
    const changes = author.make(...mixture(round, storage.head().seq))
    const last = changes.at(-1)?.seq ?? 0
    if (plan.bug === 'acknowledges-first') acknowledge(last)
    author.commit(changes)
    if (plan.bug !== 'acknowledges-first') acknowledge(last)
    if (round % 60 === 59) storage.checkpoint()
    if (round % 150 === 149)
      for (const _ of storage.compact({ keepVersions: 3, before: storage.head().at - 100_000 })) acknowledge(storage.head().seq)
  }
}

/** Writes one by one; on an error it says so, reads what it has, and goes on as far as the store lets it. */
function writeSingles(plan: WriterPlan, singles: number): void {
  let storage = openPatiently(plan)
  let reopened = 0
  for (let done = 0; done < singles; done += 1) {
    const { seq } = storage.head()
    const author = new ChangeAuthor(storage)
    try {
      author.write(`k/${done % 20}`, { done, text: 'some text that stays the same' })
      acknowledge(seq + 1)
    } catch (error) {
      const { code } = error as { code?: unknown }
      writeSync(1, `error ${String(code)}\n`)
      if (plan.bug === 'acknowledges-failures') acknowledge(seq + 1)
      storage.list({ limit: 5 })
      storage.read('k/1')
      if (code !== 'E_STORE_FENCED') continue
      if (reopened++ >= (plan.reopen ?? 0)) return
      closeQuietly(storage)
      storage = openPatiently(plan)
      writeSync(1, `reopened ${storage.head().seq}\n`)
    }
  }
  closeQuietly(storage)
}

/** The next injected fault may hit the opening itself: then it is refused with a code, and tried again. */
function openPatiently(plan: WriterPlan): Storage {
  for (;;) {
    try {
      return openSqliteStorage(plan)
    } catch (error) {
      writeSync(1, `refused ${String((error as { code?: unknown }).code)}\n`)
    }
  }
}

function closeQuietly(storage: Storage): void {
  try {
    storage.close()
  } catch (error) {
    writeSync(1, `close ${String((error as { code?: unknown }).code)}\n`)
  }
}

const plan = JSON.parse(process.argv[2] ?? '{}') as WriterPlan
if (plan.singles !== undefined) writeSingles(plan, plan.singles)
else {
  const storage = openSqliteStorage(plan)
  writeSync(1, 'ready\n')
  writeMixture(storage, plan)
}
