import fc from 'fast-check'
import { expect, test } from 'vitest'
import { backupKeyOf } from '../seal/backup-key.ts'
import type { BaseEntry, Manifest, SegmentEntry } from './manifest.ts'
import { LARGEST_MERGED, MERGED_AT_ONCE, planMerge } from './plan-merge.ts'
import { planRestore, restorableRanges } from './plan-restore.ts'
import { planRetention } from './plan-retention.ts'
import { readManifest, signManifest } from './signed-manifest.ts'

const KEY = backupKeyOf(Buffer.alloc(32, 7))
const HOUR = 3_600_000
const DAY = 24 * HOUR

const base = (seq: number, more: Partial<BaseEntry> = {}): BaseEntry => ({
  id: `base.${seq}`,
  epoch: 1,
  seq,
  at: seq * 1000,
  takenAt: seq * 1000,
  chain: `c${seq}`,
  journal: 0,
  documents: 1,
  bytes: 1,
  tookMs: 1,
  parts: [],
  ...more,
})

const segment = (from: number, to: number, more: Partial<SegmentEntry> = {}): SegmentEntry => ({
  name: `log.${from}-${to}`,
  bytes: 1,
  sha256: '0'.repeat(64),
  epoch: 1,
  from,
  to,
  at: to * 1000,
  chainBefore: `c${from}`,
  chain: `c${to}`,
  journal: 0,
  contentBytes: 100,
  level: 0,
  gap: false,
  ...more,
})

const manifest = (more: Partial<Manifest>): Manifest => ({
  format: 1,
  storeId: 'store',
  keyId: KEY.id,
  count: 1,
  writtenAt: 0,
  lives: [{ epoch: 1, since: 0 }],
  bases: [],
  segments: [],
  ...more,
})

const codeOf = (call: () => unknown): unknown => {
  try {
    call()
    return 'done'
  } catch (error) {
    return (error as { code?: unknown }).code
  }
}

test('B-11 a manifest is believed only as it was signed', () => {
  const written = manifest({ bases: [base(3)], segments: [segment(0, 5), segment(5, 9)] })
  const bytes = Buffer.from(signManifest(written, KEY))
  expect(readManifest('m', bytes, KEY)).toEqual(written)
  const signed = bytes.length - 1
  for (let at = 0; at < signed; at++) {
    const bent = Buffer.from(bytes)
    bent[at]! ^= 1
    // The last character of base64url carries bits that mean nothing.
    if (at < signed - 1)
      expect(['E_BACKUP_INTEGRITY', 'E_KEY_UNKNOWN', 'E_BACKUP_VERSION']).toContain(codeOf(() => readManifest('m', bent, KEY)))
  }
  const other = backupKeyOf(Buffer.alloc(32, 9))
  expect(codeOf(() => readManifest('m', bytes, other))).toBe('E_KEY_UNKNOWN')
  const forged = bytes.toString().replace('"seq":3', '"seq":2')
  expect(codeOf(() => readManifest('m', Buffer.from(forged), KEY))).toBe('E_BACKUP_INTEGRITY')
})

test('B-11 a manifest of a newer format asks for a newer program', () => {
  const newer = Buffer.from(`{"format":2,"keyId":"${KEY.id}"}\nx\n`)
  expect(codeOf(() => readManifest('m', newer, KEY))).toBe('E_BACKUP_VERSION')
})

test('B-17, B-19 a plan begins at the newest base before the point and goes on without a gap; what has one is out of range', () => {
  const cut = fc.uniqueArray(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 12 })
  fc.assert(
    fc.property(
      cut,
      cut,
      fc.uniqueArray(fc.nat(12), { maxLength: 2 }),
      fc.integer({ min: 0, max: 65 }),
      (ends, seqs, missing, seq) => {
        const sorted = ends.toSorted((a, b) => a - b)
        const segments = sorted
          .map((to, index) => segment(sorted[index - 1] ?? 0, to))
          .filter((_, index) => !missing.includes(index))
        const bases = seqs.toSorted((a, b) => a - b).map((at) => base(at))
        const covered = (position: number): boolean => segments.some(({ from, to }) => position > from && position <= to)
        const reachable = (start: number): boolean =>
          start <= seq && Array.from({ length: seq - start }, (_, step) => start + step + 1).every((position) => covered(position))
        const starts = [...bases.map((each) => each.seq), ...(segments[0]?.from === 0 ? [0] : [])]
        const best = Math.max(...starts.filter((start) => reachable(start)), -1)
        const made = manifest({ bases, segments })
        if (best < 0) {
          expect(codeOf(() => planRestore(made, seq))).toBe('E_RANGE')
          expect(restorableRanges(made).some(({ fromSeq, toSeq }) => fromSeq <= seq && seq <= toSeq)).toBe(false)
          return
        }
        const plan = planRestore(made, seq)
        expect(plan.base?.seq ?? 0).toBe(best)
        let reached = best
        for (const { after, upTo } of plan.steps) {
          expect(after).toBeLessThanOrEqual(reached)
          reached = Math.max(reached, upTo)
        }
        expect(reached).toBe(seq)
        expect(restorableRanges(made).some(({ fromSeq, toSeq }) => fromSeq <= seq && seq <= toSeq)).toBe(true)
      },
    ),
    { numRuns: 3000 },
  )
})

test('B-28 a life that was left can be restored by naming it; the newest shares what was before it began', () => {
  const made = manifest({
    lives: [
      { epoch: 1, since: 0 },
      { epoch: 2, since: 50 },
    ],
    bases: [base(10), base(70), base(60, { id: 'second', epoch: 2 })],
    segments: [segment(0, 40), segment(40, 60), segment(60, 90), segment(50, 65, { epoch: 2 })],
  })
  const names = (plan: ReturnType<typeof planRestore>): readonly unknown[] => [
    plan.base?.id,
    plan.epoch,
    ...plan.steps.map(({ segment: { epoch, from }, upTo }) => [epoch, from, upTo]),
  ]
  expect(names(planRestore(made, 55))).toEqual(['base.10', 2, [1, 0, 40], [1, 40, 50], [2, 50, 55]])
  expect(names(planRestore(made, 65))).toEqual(['second', 2, [2, 50, 65]])
  expect(names(planRestore(made, 50))).toEqual(['base.10', 2, [1, 0, 40], [1, 40, 50], [2, 50, 50]])
  expect(codeOf(() => planRestore(made, 66))).toBe('E_RANGE')
  expect(names(planRestore(made, 80, 1))).toEqual(['base.70', 1, [1, 60, 80]])
})

test('B-29 across missing records nothing is replayed: only a base behind the gap leads on', () => {
  const made = manifest({ bases: [base(10), base(45)], segments: [segment(10, 30), segment(30, 50, { gap: true })] })
  expect(planRestore(made, 30).base?.seq).toBe(10)
  expect(codeOf(() => planRestore(made, 40))).toBe('E_RANGE')
  expect(planRestore(made, 47).base?.seq).toBe(45)
})

test('B-16 whatever is let go, every instant of the retention time can still be restored', () => {
  const step = fc.integer({ min: 1, max: 30 })
  fc.assert(
    fc.property(
      fc.array(step, { minLength: 1, maxLength: 60 }),
      fc.integer({ min: 1, max: 40 }),
      fc.nat(4),
      (steps, days, weekly) => {
        // A base every few hours, and a segment from each to the next.
        let hours = 0
        const bases = steps.map((gap, index) => base((index + 1) * 10, { takenAt: (hours += gap) * HOUR, at: hours * HOUR }))
        const segments = bases.map(({ seq, takenAt }) => segment(seq, seq + 10, { at: takenAt + HOUR / 2 }))
        const before = manifest({ bases, segments })
        const now = (hours + 1) * HOUR
        const gone = planRetention(before, now, { retentionMs: days * DAY, weekly })
        const after = manifest({
          bases: bases.filter((each) => !gone.bases.includes(each)),
          segments: segments.filter((each) => !gone.segments.includes(each)),
        })
        const oldest = bases.findLast(({ takenAt }) => takenAt <= now - days * DAY)?.seq ?? bases[0]!.seq
        const newest = segments.at(-1)!.to
        for (let seq = oldest; seq <= newest; seq++) expect(codeOf(() => planRestore(after, seq))).toBe('done')
        const old = after.bases.filter(({ takenAt }) => takenAt < now - DAY)
        expect(old.length).toBeLessThanOrEqual(Math.ceil(hours / 24) + weekly + 2)
      },
    ),
    { numRuns: 500 },
  )
})

test('B-16 of the time before the retention, so many weekly copies stay, and nothing else', () => {
  const bases = Array.from({ length: 100 }, (_, day) => base(day + 1, { takenAt: day * DAY }))
  const kept = (weekly: number): readonly number[] => {
    const gone = planRetention(manifest({ bases }), 100 * DAY, { retentionMs: 10 * DAY, weekly })
    return bases.filter((each) => !gone.bases.includes(each)).map(({ takenAt }) => takenAt / DAY)
  }
  expect(kept(0)).toEqual([90, 91, 92, 93, 94, 95, 96, 97, 98, 99])
  expect(kept(3).slice(0, 3)).toEqual([76, 83, 89])
})

test('B-15 segments are put together until their number is that of the logarithm of time', () => {
  let segments: SegmentEntry[] = []
  for (let seq = 0; seq < 100_000; seq++) {
    segments.push(segment(seq, seq + 1, { contentBytes: 50 }))
    const run = planMerge(segments)
    if (!run) continue
    expect(run.length).toBe(MERGED_AT_ONCE)
    const [first] = run
    const contentBytes = run.reduce((sum, each) => sum + each.contentBytes, 0)
    expect(contentBytes).toBeLessThanOrEqual(LARGEST_MERGED)
    const merged = segment(first!.from, run.at(-1)!.to, { contentBytes, level: first!.level + 1 })
    segments = segments.flatMap((each) => (each === first ? [merged] : run.includes(each) ? [] : [each]))
  }
  expect(segments.length).toBeLessThan(4 * MERGED_AT_ONCE)
  expect(segments.map(({ from }) => from)).toEqual([0, ...segments.slice(0, -1).map(({ to }) => to)])
})

test('B-15 lives, gaps and size keep segments apart', () => {
  const many = (count: number, more: Partial<SegmentEntry>): SegmentEntry[] =>
    Array.from({ length: count }, (_, index) => segment(index, index + 1, more))
  expect(planMerge(many(MERGED_AT_ONCE, {}))).toHaveLength(MERGED_AT_ONCE)
  expect(planMerge(many(MERGED_AT_ONCE - 1, {}))).toBeUndefined()
  expect(planMerge(many(200, { contentBytes: LARGEST_MERGED / 2 }))).toBeUndefined()
  const withGap = many(MERGED_AT_ONCE, {})
  withGap[10] = { ...withGap[10]!, gap: true }
  expect(planMerge(withGap)).toBeUndefined()
  expect(planMerge(many(MERGED_AT_ONCE, {}).map((each, index) => ({ ...each, epoch: index < 5 ? 1 : 2 })))).toBeUndefined()
})
