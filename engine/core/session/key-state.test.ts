import fc from 'fast-check'
import { expect, test } from 'vitest'
import { admitJson, DEFAULT_JSON_LIMITS } from '../json/index.ts'
import type { JsonObject, JsonValue } from '../json/index.ts'
import { decodeKeyState, encodeKeyState } from './contents-text.ts'
import { ABSENT, addWrite, receive, receiveAbsence, seal, settle, viewOf } from './key-state.ts'
import type { KeyState, LocalWrite, PendingOperation, Verdict } from './key-state.ts'
import { mergeContents, sameContents } from './merge-contents.ts'
import type { Contents } from './merge-contents.ts'

const NOTHING: KeyState = { confirmed: { version: 0, contents: ABSENT }, operations: [] }

function contents(value: JsonValue | undefined): Contents {
  return value === undefined ? ABSENT : { value: admitJson(value, DEFAULT_JSON_LIMITS), metadata: {} }
}

function write(opId: string, over: Contents, value: JsonValue | undefined, more: Partial<LocalWrite> = {}): LocalWrite {
  return { opId, kind: 'set', over, value: contents(value), hlc: '', priority: 'normal', at: 1, ...more }
}

function edit(state: KeyState, opId: string, value: JsonValue | undefined, more: Partial<LocalWrite> = {}): KeyState {
  return addWrite(state, write(opId, viewOf(state), value, more))
}

test('P-62 the view is what is confirmed with every pending operation on top, oldest first', () => {
  const begun: KeyState = { confirmed: { version: 4, contents: contents({ a: 1, b: 1 }) }, operations: [] }
  const sent = seal(edit(begun, 'op-1', { a: 2, b: 1 }), 'op-1')
  const two = edit(sent, 'op-2', { a: 2, b: 2 })
  expect(two.operations.map(({ opId }) => opId)).toEqual(['op-1', 'op-2'])
  const told = receive(two, { version: 5, contents: contents({ a: 1, b: 1, c: 9 }) })
  expect(viewOf(told).value).toEqual({ a: 2, b: 2, c: 9 })
})

test('P-63 a write joins the newest operation, keeps its id, its base and its age, and takes the more urgent lane', () => {
  const begun: KeyState = { confirmed: { version: 3, contents: contents({ a: 1 }) }, operations: [] }
  const first = edit(begun, 'op-1', { a: 2 }, { at: 10, priority: 'high' })
  const { operations } = edit(first, 'op-2', { a: 3 }, { at: 20 })
  expect(operations).toHaveLength(1)
  expect(operations[0]).toMatchObject({ opId: 'op-1', at: 10, base: 3, priority: 'high', direct: true, value: contents({ a: 3 }) })
})

test('P-63 a write joins neither an operation that may have left nor one of another batch', () => {
  const sent = seal(edit(NOTHING, 'op-1', 1), 'op-1')
  expect(edit(sent, 'op-2', 2).operations.map(({ opId }) => opId)).toEqual(['op-1', 'op-2'])
  const batch = edit(NOTHING, 'op-1', 1, { batch: 'b' })
  expect(edit(batch, 'op-2', 2).operations).toHaveLength(2)
  expect(edit(batch, 'op-2', 2, { batch: 'b' }).operations).toHaveLength(1)
})

test('P-63 a write that joins an operation which agrees with the hub by now goes on from what the hub has', () => {
  const told = receive(edit(NOTHING, 'op-1', { c: 1 }), { version: 1, contents: contents({ c: 0 }) })
  const agreed = edit(told, 'op-1', { c: 0 })
  const deleted = edit(agreed, 'op-1', undefined)
  expect(viewOf(deleted).value).toBeUndefined()
  expect(deleted.operations).toMatchObject([{ opId: 'op-1', base: 1 }])
})

test('P-66 news that are older than what is known change nothing', () => {
  const state: KeyState = { confirmed: { version: 5, contents: contents(5) }, operations: [] }
  expect(receive(state, { version: 5, contents: contents('other') })).toBe(state)
  expect(receive(state, { version: 4, contents: contents(4) })).toBe(state)
})

test('P-66 what the hub kept as a conflict leaves the view, and what is pending behind it stays', () => {
  const begun: KeyState = { confirmed: { version: 1, contents: contents({ a: 1, b: 1 }) }, operations: [] }
  const two = edit(seal(edit(begun, 'op-1', { a: 2, b: 1 }), 'op-1'), 'op-2', { a: 2, b: 7 })
  const told = receive(two, { version: 2, contents: contents({ a: 9, b: 1 }) })
  const left = settle(told, 'op-1', { status: 'dropped' })
  expect(viewOf(left).value).toEqual({ a: 9, b: 7 })
  expect(left.operations).toMatchObject([{ opId: 'op-2', base: 2, direct: true }])
})

test('P-68 an operation on what the hub has not any more keeps its value', () => {
  const begun: KeyState = { confirmed: { version: 7, contents: contents({ a: 1 }) }, operations: [] }
  const gone = receiveAbsence(edit(begun, 'op-1', { a: 2 }))
  expect(viewOf(gone).value).toEqual({ a: 2 })
  expect(gone.operations).toMatchObject([{ opId: 'op-1', base: 7 }])
})

/** A hub for one key: its versions, and what it decides about what it is sent. */
class KeyHub {
  readonly versions: Contents[] = [ABSENT]
  readonly decided = new Map<string, Verdict['status']>()

  get version(): number {
    return this.versions.length - 1
  }

  get now(): Contents {
    return this.versions[this.version] as Contents
  }

  write(next: Contents): void {
    if (!sameContents(next, this.now)) this.versions.push(next)
  }

  decide({ opId, base, value }: PendingOperation): Verdict {
    if (this.decided.has(opId)) throw new Error(`${opId} was decided twice`)
    const merged = mergeContents(this.versions[base] as Contents, this.now, value)
    this.decided.set(opId, merged ? 'committed' : 'dropped')
    if (!merged) return { status: 'dropped' }
    this.write(merged)
    const { version } = this
    return sameContents(merged, value) ? { status: 'committed', version } : { status: 'merged', version, contents: merged }
  }
}

/** No pending operation touches what another side did. */
function isClean({ confirmed, operations }: KeyState): boolean {
  let view: Contents | undefined = confirmed.contents
  for (const { over, value } of operations) view = view && mergeContents(over, view, value)
  return view !== undefined
}

const STEP = fc.oneof(
  { weight: 4, arbitrary: fc.record({ type: fc.constant('edit' as const), field: fc.constantFrom('a', 'b', 'c'), to: fc.nat(3) }) },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('hub' as const), field: fc.constantFrom('a', 'b', 'c'), to: fc.nat(3) }) },
  fc.record({ type: fc.constantFrom('delete' as const, 'hub-delete' as const) }),
  {
    weight: 3,
    arbitrary: fc.record({ type: fc.constantFrom('send' as const, 'decide' as const, 'answer' as const, 'news' as const) }),
  },
  fc.record({ type: fc.constant('restart' as const) }),
)

test('P-60 P-62 P-64 whatever happens in whatever order: nothing is lost, the order stays, what was sent stays as it was', () => {
  fc.assert(
    fc.property(fc.array(STEP, { maxLength: 40 }), (steps) => {
      const hub = new KeyHub()
      let state: KeyState = NOTHING
      let sent: PendingOperation | undefined
      let verdict: { readonly opId: string; readonly verdict: Verdict } | undefined
      let written = 0
      const opened = new Set<string>()

      const author = (value: JsonObject | undefined): void => {
        const view = viewOf(state)
        const next = contents(value)
        if (sameContents(next, view)) return
        const clean = isClean(state)
        state = addWrite(state, write(`op-${++written}`, view, value))
        opened.add(state.operations.at(-1)?.opId ?? '')
        // Who writes on top of a conflict that nobody has seen yet may dissolve it, and sees the hub's part with the next news.
        expect(!clean || sameContents(viewOf(state), next), 'the author sees what he wrote').toBe(true)
      }
      const acts: Readonly<Record<(typeof steps)[number]['type'], (field: string, to: number) => void>> = {
        edit: (field, to) => author({ ...(viewOf(state).value as JsonObject | undefined), [field]: to }),
        delete: () => author(undefined),
        hub: (field, to) => hub.write(contents({ ...(hub.now.value as JsonObject | undefined), [field]: to })),
        'hub-delete': () => hub.write(ABSENT),
        send: () => {
          const [head] = state.operations
          if (sent || !head) return
          state = seal(state, head.opId)
          sent = state.operations[0]
        },
        decide: () => {
          if (sent && !verdict) verdict = { opId: sent.opId, verdict: hub.decide(sent) }
        },
        answer: () => {
          if (!verdict) return
          state = settle(state, verdict.opId, verdict.verdict)
          expect(state.operations.some(({ opId }) => opId === sent?.opId)).toBe(false)
          sent = undefined
          verdict = undefined
        },
        news: () => {
          state = receive(state, { version: hub.version, contents: hub.now })
        },
        restart: () => {
          const view = viewOf(state)
          state = decodeKeyState(JSON.parse(JSON.stringify(encodeKeyState(state))) as JsonObject)
          expect(sameContents(viewOf(state), view), 'a restart changes nothing that is seen').toBe(true)
        },
      }

      for (const step of steps) {
        acts[step.type]('field' in step ? step.field : 'a', 'to' in step ? step.to : 0)
        const ids = state.operations.map(({ opId }) => Number(opId.slice(3)))
        expect(ids, 'operations stay in the order of their making').toEqual(ids.toSorted((left, right) => left - right))
        const head = state.operations[0]
        if (sent)
          expect({ value: head?.value, base: head?.base, opId: head?.opId }).toEqual({
            value: sent.value,
            base: sent.base,
            opId: sent.opId,
          })
      }
      for (let rest = state.operations.length + 1; rest > 0; rest--)
        for (const step of ['send', 'decide', 'answer'] as const) acts[step]('a', 0)
      acts.news('a', 0)
      expect(state.operations).toEqual([])
      expect(sameContents(viewOf(state), hub.now), 'both sides end with the same').toBe(true)
      expect([...hub.decided.keys()].toSorted(), 'every operation was decided, once').toEqual([...opened].toSorted())
    }),
    { numRuns: 3000 },
  )
})
