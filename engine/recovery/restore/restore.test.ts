import fc from 'fast-check'
import { expect, test } from 'vitest'
import { MemoryTarget } from '../../adapters/backup-targets/memory-target.ts'
import type { Change } from '../../core/log/change.ts'
import { finish } from '../../testing/storage-contract/fixture.ts'
import { LogOracle } from '../../testing/log-oracle.ts'
import { RecoveryFixture } from '../../testing/recovery-fixture.ts'
import type { Storage } from '../../ports/storage.ts'

/** What a store was after a change: to be held against what is restored. */
interface Moment {
  readonly link: string
  readonly digest: string
  readonly notes: Readonly<Record<string, unknown>>
  readonly at: number
}

function momentOf(storage: Storage): Moment {
  const notes = Object.fromEntries(storage.records('notes', { limit: 100 }).map(({ id, value }) => [id, value]))
  return { link: storage.link(storage.head().seq), digest: storage.digest(), notes, at: storage.head().at }
}

const deed = fc.oneof(
  { weight: 12, arbitrary: fc.record({ kind: fc.constant('write' as const), key: fc.nat(6), n: fc.nat(99) }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('delete' as const), key: fc.nat(6) }) },
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constant('note' as const), id: fc.nat(3), n: fc.option(fc.nat(99), { nil: undefined }) }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('batch' as const), size: fc.integer({ min: 2, max: 6 }) }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('ship' as const) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('backup' as const) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('kill' as const) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('compact' as const) }) },
)

test('B-13, B-17, I10 restoring any operation gives what the store was then, bit for bit, records and chain included', async () => {
  let restored = 0
  await fc.assert(
    fc.asyncProperty(
      fc.array(deed, { minLength: 15, maxLength: 45 }),
      fc.array(fc.nat(), { minLength: 5, maxLength: 5 }),
      async (deeds, points) => {
        const fixture = new RecoveryFixture()
        const told = new Told(fixture)
        await fixture.recovery.backup()
        for (const each of deeds) {
          await perform(fixture, each)
          told.look()
        }
        await fixture.recovery.flush()
        const head = fixture.storage.head().seq
        for (const point of new Set([0, head, ...points.map((nat) => nat % (head + 1))])) {
          const store = fixture.opened(await fixture.restore({ seq: point }))
          const { actual, expected } = told.compare(store, point)
          expect(actual).toEqual(expected)
          expect(finish(store.verify()).problems).toEqual([])
          store.close()
          restored++
        }
        await fixture.recovery.close()
      },
    ),
    { numRuns: 40, endOnFailure: true },
  )
  expect(restored).toBeGreaterThan(150)
}, 120_000)

/** What a store told of itself while it lived. */
class Told {
  readonly #fixture: RecoveryFixture
  readonly #moments = new Map<number, Moment>()
  readonly #links = new Map<number, string>()
  readonly #changes: Change[] = []

  constructor(fixture: RecoveryFixture) {
    this.#fixture = fixture
    this.#moments.set(0, momentOf(fixture.storage))
    this.#links.set(0, fixture.storage.link(0))
  }

  look(): void {
    const { storage } = this.#fixture
    this.#moments.set(storage.head().seq, momentOf(storage))
    for (const change of storage.changes({ after: Math.max(this.#changes.length, storage.horizon().seq), limit: 1000 })) {
      this.#changes.push(change)
      this.#links.set(change.seq, storage.link(change.seq))
    }
  }

  /** What a store should be that was restored to a position, beside what it is. */
  compare(restored: Storage, seq: number): { readonly expected: unknown; readonly actual: unknown } {
    // Inside a batch nobody ever looked: there the log alone says what was.
    const moment = this.#moments.get(seq)
    const live = new LogOracle(this.#changes).liveDocuments(seq)
    return {
      expected: { seq, link: this.#links.get(seq), moment, documents: live.map(({ key, value }) => [key, value]) },
      actual: {
        seq: restored.head().seq,
        link: restored.link(seq),
        moment: moment && momentOf(restored),
        documents: restored.list({ limit: 1000 }).map(({ key }) => [key, restored.read(key)?.value]),
      },
    }
  }
}

async function perform(fixture: RecoveryFixture, what: typeof deed extends fc.Arbitrary<infer D> ? D : never): Promise<void> {
  const { storage, author, recovery } = fixture
  if (what.kind === 'write') author.write(`k/${what.key}`, { n: what.n, text: 'x'.repeat(what.n) })
  else if (what.kind === 'delete') {
    if (storage.read(`k/${what.key}`)?.value !== undefined) author.write(`k/${what.key}`, undefined)
  } else if (what.kind === 'note') void storage.append([], [{ collection: 'notes', id: `n${what.id}`, value: what.n }])
  else if (what.kind === 'batch')
    author.append(...Array.from({ length: what.size }, (_, index) => ({ key: `b/${index}`, value: index + storage.head().seq })))
  else if (what.kind === 'ship') await recovery.flush()
  else if (what.kind === 'backup') await recovery.backup()
  else if (what.kind === 'compact') {
    await recovery.flush()
    finish(storage.compact({ before: storage.head().at - 3000 }))
  } else fixture.restart()
}

test('B-17 what a base backup holds of records is not taken back by what was told before it', async () => {
  const fixture = new RecoveryFixture()
  const note = (value: string): void => void fixture.storage.append([], [{ collection: 'notes', id: 'n', value }])
  await fixture.recovery.backup()
  fixture.author.write('a', 'x'.repeat(900_000))
  note('told')
  let copying = false
  await fixture.recovery.backup({
    onProgress: () => {
      if (!copying) note('while it was copied')
      copying = true
    },
  })
  expect(copying).toBe(true)
  expect(fixture.opened(await fixture.restore({})).record('notes', 'n')).toBe('while it was copied')
})

test('B-17 an instant means the state after the last change at or before it', async () => {
  const fixture = new RecoveryFixture()
  await fixture.recovery.backup()
  for (let n = 1; n <= 30; n++) {
    fixture.author.write('a', n)
    if (n % 4 === 0) await fixture.recovery.flush()
    if (n === 15) await fixture.recovery.backup()
  }
  await fixture.recovery.flush()
  const times = fixture.author.made.map(({ at }) => at)
  for (const n of [1, 2, 4, 7, 14, 15, 16, 29, 30]) {
    for (const [at, expected] of [
      [times[n - 1]!, n],
      [times[n - 1]! + 500, n],
      [times[n - 1]! - 1, n - 1],
    ] as const) {
      if (expected === 0) continue
      expect((await fixture.restore({ at })).seq).toBe(expected)
    }
  }
})

test('B-19 a point before the first, in the future or of an unknown life is refused with what can be restored', async () => {
  const fixture = new RecoveryFixture()
  fixture.author.write('a', 1)
  fixture.author.write('a', 2)
  await fixture.recovery.backup()
  fixture.author.write('a', 3)
  await fixture.recovery.flush()
  await expect(fixture.restore({ seq: 1 })).rejects.toMatchObject({ code: 'E_RANGE', details: { from: 2, to: 3 } })
  await expect(fixture.restore({ seq: 4 })).rejects.toMatchObject({ code: 'E_RANGE', details: { from: 2, to: 3 } })
  await expect(fixture.restore({ at: 1000 })).rejects.toMatchObject({ code: 'E_RANGE' })
  await expect(fixture.restore({ seq: 3, epoch: 5 })).rejects.toMatchObject({ code: 'E_RANGE' })
})

test('B-18 the restored store begins a new life, and its backups go on beside those of the old one', async () => {
  const target = new MemoryTarget()
  const fixture = new RecoveryFixture({ targets: [target] })
  await fixture.recovery.backup()
  for (let n = 1; n <= 9; n++) fixture.author.write('a', n)
  await fixture.recovery.flush()
  const { dir, epoch } = await fixture.restore({ seq: 5 })
  expect(epoch).toBe(2)
  const again = new RestoredLife(fixture, dir)
  await again.writeAndFlush('b', 3)
  expect((await fixture.restore({ seq: 8 })).documents).toBe(2)
  expect((await fixture.restore({ seq: 8, epoch: 1 })).documents).toBe(1)
  expect((await fixture.restore({ seq: 4 })).epoch).toBe(3)
})

/** Goes on with a store that was restored. */
class RestoredLife {
  readonly #fixture: RecoveryFixture

  constructor(fixture: RecoveryFixture, dir: string) {
    this.#fixture = fixture
    fixture.storage.close()
    Object.defineProperty(fixture, 'dir', { value: dir })
    fixture.restart()
  }

  async writeAndFlush(key: string, times: number): Promise<void> {
    for (let n = 1; n <= times; n++) this.#fixture.author.write(key, n)
    await this.#fixture.recovery.flush()
  }
}
