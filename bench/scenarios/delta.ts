import deepDiff from 'deep-diff'
import jsonPatch from 'fast-json-patch'
import * as jsondiffpatch from 'jsondiffpatch'
import { diff as justDiff } from 'just-diff'
import microdiff from 'microdiff'
import { createPatch } from 'rfc6902'
import { diff, patch } from '../../engine/core/delta/index.ts'
import { admitJson, type JsonValue } from '../../engine/core/json/index.ts'
import { realEdits, type RealEdit } from '../harness/real-documents.ts'
import { atLeast, atMost, type Contestant, type Figures, type Scenario } from '../harness/scenario.ts'

type Differ = (before: JsonValue, after: JsonValue) => unknown
type Patcher = (before: JsonValue, delta: unknown) => unknown

const ROUNDS_PER_RUN = 15
const WARM_UP_MS = 400
const edits = realEdits(1_000)
const sizes = {
  small: edits.filter(ofSize(0, 2_000)),
  middle: edits.filter(ofSize(2_000, 20_000)),
  large: edits.filter(ofSize(20_000, Infinity)),
}

function ofSize(from: number, to: number): (edit: RealEdit) => boolean {
  return (edit) => edit.bytes >= from && edit.bytes < to
}

/** Median milliseconds over all documents of a size, once the engine has compiled what it will compile. */
function millis(work: (edit: RealEdit) => unknown, of: readonly RealEdit[]): number {
  const warmUntil = performance.now() + WARM_UP_MS
  while (performance.now() < warmUntil) for (const edit of of) work(edit)
  const times = Array.from({ length: ROUNDS_PER_RUN }, () => {
    const before = performance.now()
    for (const edit of of) work(edit)
    return performance.now() - before
  })
  return times.toSorted((a, b) => a - b)[times.length >> 1] ?? Number.NaN
}

function measure(differ: Differ, patcher?: Patcher): Figures {
  const deltas = new Map(edits.map((edit) => [edit, differ(edit.before, edit.after)]))
  const bytes = edits.reduce((sum, edit) => sum + (JSON.stringify(deltas.get(edit))?.length ?? 0), 0)
  const whole = edits.reduce((sum, edit) => sum + edit.bytes, 0)
  const figures: Record<string, number> = {}
  for (const [size, of] of Object.entries(sizes)) figures[`diff ${size} ms`] = millis((edit) => differ(edit.before, edit.after), of)
  if (patcher)
    for (const [size, of] of Object.entries(sizes))
      figures[`patch ${size} ms`] = millis((edit) => patcher(edit.before, deltas.get(edit)), of)
  figures['bytes, % of document'] = (bytes / whole) * 100
  return figures
}

function checked(differ: Differ, patcher: Patcher): Figures {
  for (const { before, after } of edits) {
    const result = patcher(before, differ(before, after))
    if (JSON.stringify(admitJson(result)) !== JSON.stringify(after)) throw new Error('the patched document is wrong')
  }
  return measure(differ, patcher)
}

/** Walks both trees together and counts the leaves that differ: what any structural diff must at least do. */
function walkBoth(before: JsonValue, after: JsonValue): number {
  if (before === null || after === null || typeof before !== 'object' || typeof after !== 'object') return before === after ? 0 : 1
  let differing = 0
  const left = before as Readonly<Record<string, JsonValue>>
  const right = after as Readonly<Record<string, JsonValue>>
  for (const name in left) differing += name in right ? walkBoth(left[name] as JsonValue, right[name] as JsonValue) : 1
  for (const name in right) if (!(name in left)) differing += 1
  return differing
}

const clone = (value: JsonValue): JsonValue => structuredClone(value)
const delta = jsondiffpatch.create({ objectHash: (item) => JSON.stringify((item as { id?: unknown }).id ?? item) })

const contestants: readonly Contestant[] = [
  { name: 'walking both trees', role: 'limit', run: () => measure(walkBoth) },
  { name: 'the edit itself as shortest JSON', role: 'limit', run: () => ({ 'bytes, % of document': oracleShare() }) },
  { name: 'SRVRA Sync', role: 'ours', run: () => checked(diff as Differ, patch as Patcher) },
  {
    name: 'fast-json-patch',
    role: 'peer',
    run: () => measure(jsonPatch.compare as Differ, (before, ops) => jsonPatch.applyPatch(clone(before), ops as never).newDocument),
  },
  {
    name: 'jsondiffpatch',
    role: 'peer',
    run: () =>
      measure(
        (a, b) => delta.diff(a, b),
        (before, ops) => delta.patch(clone(before), ops as never),
      ),
  },
  { name: 'microdiff', role: 'peer', run: () => measure(microdiff as Differ) },
  { name: 'just-diff', role: 'peer', run: () => measure(justDiff as Differ) },
  { name: 'deep-diff', role: 'peer', run: () => measure(deepDiff.diff as Differ) },
  { name: 'rfc6902', role: 'peer', run: () => measure(createPatch as Differ) },
]

function oracleShare(): number {
  const oracle = edits.reduce((sum, edit) => sum + edit.oracleBytes, 0)
  return (oracle / edits.reduce((sum, edit) => sum + edit.bytes, 0)) * 100
}

export const scenario: Scenario = {
  name: 'delta',
  title: 'Delta',
  description: `${edits.length} pairs of real JSON documents (${sizes.small.length} small, ${sizes.middle.length} middle, ${sizes.large.length} large) with realistic edits, values already parsed and frozen; milliseconds for all documents of a size, patch on a frozen base that must survive.`,
  rounds: 3,
  medium: 'memory',
  contestants,
  targets: (median) => {
    const small = (name: string): number => median(name, 'diff small ms')
    const ours = 'SRVRA Sync'
    const peer = 'fast-json-patch'
    return [
      atMost('diff-speed', '<= 1.8x walking both trees (small documents)', small(ours) / small('walking both trees'), 1.8),
      ...Object.keys(sizes).map((size) =>
        atLeast(
          `diff-speed ${size}`,
          `faster than ${peer}, ${size} documents`,
          median(peer, `diff ${size} ms`) / median(ours, `diff ${size} ms`),
          1,
        ),
      ),
      atMost(
        'delta-bytes',
        '<= 1.15x the edit itself',
        median(ours, 'bytes, % of document') / median('the edit itself as shortest JSON', 'bytes, % of document'),
        1.15,
      ),
    ]
  },
}
