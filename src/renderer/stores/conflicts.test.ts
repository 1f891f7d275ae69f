import { expect, test } from 'vitest'
import { nextTick } from 'vue'

import type { ConflictView, QueueSummary, Result } from '../../shared/contract.ts'
import { installBridge } from '../testing/bridge-double.ts'
import { conflict, field, price, summary } from '../testing/conflict-double.ts'
import { useConflictBulk } from './conflict-bulk.ts'
import { useConflictChoosing } from './conflict-choosing.ts'
import { useConflictClaims } from './conflict-claims.ts'
import { useConflictDesk } from './conflict-desk.ts'
import { useConflictHistory } from './conflict-history.ts'
import { useConflictPreview } from './conflict-preview.ts'
import { useConflictQueue } from './conflict-queue.ts'
import { useConflictSelection } from './conflict-selection.ts'
import { useConflictSettling } from './conflict-settling.ts'
import { useConflictSheet } from './conflict-sheet.ts'
import { useConflictSummary } from './conflict-summary.ts'
import { useConflictTurns } from './conflict-turns.ts'
import { useToasts } from './toasts.ts'

const name = field({ path: '/name', base: 'a', ours: 'b', theirs: 'c', result: 'c' })

function figures(waiting: number): QueueSummary {
  const byPriority = { critical: 0, high: 0, normal: waiting, low: 0 }
  return { waiting, byPriority, byState: { open: waiting, claimed: 0, snoozed: 0 }, overdue: 0, oldestAt: null }
}

function refuse<Value>(code: string, details: Record<string, string> = {}): Result<Value> {
  return { ok: false, error: { code, message: `${code} happened`, details } }
}

/** A hub with a queue that a test fills and disturbs. */
async function hubWith(...ids: string[]) {
  const waiting = new Map<string, ConflictView>(ids.map((id) => [id, conflict(id, [price, name])]))
  const drafts = new Map<string, string>()
  const refusals = new Map<string, Result<never>>()
  const settled: string[] = []
  const end = (id: string): void => {
    waiting.delete(id)
    settled.push(id)
  }
  const bridge = installBridge({
    'conflicts.summary': () => ({ ok: true, value: figures(waiting.size) }),
    'conflicts.list': () => ({
      ok: true,
      value: {
        ids: [...waiting.keys()],
        matches: waiting.size,
        groups: waiting.size === 0 ? [] : [{ reason: 'SAME_FIELD', path: '/price', count: waiting.size }],
      },
    }),
    'conflicts.rows': (query) => ({ ok: true, value: query.ids.map((id) => (waiting.has(id) ? summary(id) : null)) }),
    'conflicts.get': ({ id }) => {
      const view = waiting.get(id)
      return view ? { ok: true, value: view } : refuse('E_CONFLICT_UNKNOWN')
    },
    'conflicts.preview': ({ localVersion }) =>
      refusals.get('preview') ?? {
        ok: true,
        value: {
          value: 1,
          diff: { lines: [], truncated: false, jsonPatch: [], sizeBytes: 0 },
          problems: [],
          version: localVersion + 1,
          clients: 2,
        },
      },
    'conflicts.resolve': ({ id, choices }) => {
      const refusal = refusals.get('resolve')
      if (refusal) return refusal
      const key = waiting.get(id)?.key ?? ''
      end(id)
      return { ok: true, value: { id, key, resolution: { by: 'me', at: 1, strategy: 'manual', choices, version: 43 } } }
    },
    'conflicts.resolve-many': (query) => {
      const missed = query.ids
        .filter((id) => id === 'stubborn')
        .map((id) => ({ id, code: 'E_VALIDATION', message: 'does not fit' }))
      for (const id of query.ids) if (id !== 'stubborn') end(id)
      return { ok: true, value: { acted: query.ids.length - missed.length, missed } }
    },
    'conflicts.claim': ({ id, force }) =>
      waiting.get(id)?.owner === 'operator-2' && force !== true
        ? refuse('E_CONFLICT_CLAIMED', { owner: 'operator-2' })
        : { ok: true, value: summary(id, { owner: 'me' }) },
    'conflicts.release': ({ id }) => ({ ok: true, value: summary(id) }),
    'conflicts.snooze': ({ id }) => {
      waiting.delete(id)
      return { ok: true, value: summary(id, { state: 'snoozed' }) }
    },
    'conflicts.reopen': ({ id }) => {
      waiting.set(id, conflict(id, [price, name]))
      return { ok: true, value: summary(id) }
    },
    'conflicts.history': ({ after, limit }) => {
      const views = settled.map((id) => conflict(id, [price], { state: 'resolved', place: id })).toReversed()
      const from = after === undefined ? 0 : views.findIndex(({ place }) => place === after) + 1
      return { ok: true, value: views.slice(from, from + limit) }
    },
    'conflict-drafts.list': () => ({ ok: true, value: [...drafts].map(([id, text]) => ({ id, text, savedAt: 1 })) }),
    'conflict-drafts.save': ({ id, text }) => {
      drafts.set(id, text)
      return { ok: true, value: { id, text, savedAt: 1 } }
    },
    'conflict-drafts.drop': ({ id }) => {
      drafts.delete(id)
      return { ok: true, value: null }
    },
  })
  const calm = async (): Promise<void> => {
    for (let turn = 0; turn < 20; turn++) await nextTick()
  }
  await useConflictSummary().start()
  await useConflictQueue().open({})
  return { ...bridge, waiting, drafts, refusals, settled, calm }
}

function askedFor(bridge: { readonly asked: readonly (readonly [string, unknown])[] }, command: string): readonly unknown[] {
  return bridge.asked.filter(([asked]) => asked === command).map(([, args]) => args)
}

test('V-150 newcomers are counted and come in when asked for; what was settled elsewhere stands until then', async () => {
  const hub = await hubWith('a', 'b')
  const queue = useConflictQueue()
  queue.watchNow()
  await hub.calm()
  hub.waiting.delete('b')
  hub.waiting.set('c', conflict('c'))
  hub.tell('conflicts', figures(2))
  await hub.calm()
  expect([queue.ids, queue.fresh, [...queue.gone]]).toEqual([['a', 'b'], 1, ['b']])
  await queue.sortIn()
  expect([queue.ids, queue.fresh, [...queue.gone]]).toEqual([['a', 'c'], 0, []])
})

test('V-155, V-156, V-159 keys settle a conflict, the next one is there, and the first can be reopened', async () => {
  const hub = await hubWith('a', 'b')
  const sheet = useConflictSheet()
  const choosing = useConflictChoosing()
  const settling = useConflictSettling()
  const turns = useConflictTurns()
  await turns.goTo('a')
  expect(sheet.row?.label).toBe('price')
  await settling.apply()
  expect(choosing.spoken).toBe('2 fields are undecided: price')
  choosing.decide('remote')
  expect([choosing.spoken, sheet.row?.label]).toEqual(['price, Remote 13 chosen, 1 of 2 left', 'name'])
  choosing.decideAll('local')
  expect(sheet.decided).toBe(true)
  await settling.apply()
  expect(askedFor(hub, 'conflicts.resolve')).toEqual([
    {
      id: 'a',
      choices: [
        { path: '/price', take: 'remote' },
        { path: '/name', take: 'local' },
      ],
      localVersion: 42,
    },
  ])
  expect([sheet.view?.id, useConflictQueue().ids]).toEqual(['b', ['b']])
  expect(turns.reopenLast()).toBe(true)
  await hub.calm()
  expect([sheet.view?.id, hub.waiting.has('a')]).toEqual(['a', true])
  expect(turns.reopenLast()).toBe(false)
})

test('V-159 a refusal leaves the choices as they are', async () => {
  const hub = await hubWith('a')
  const sheet = useConflictSheet()
  await useConflictTurns().goTo('a')
  useConflictChoosing().decideAll('remote')
  hub.refusals.set('resolve', refuse('E_VALIDATION'))
  await useConflictSettling().apply()
  expect([sheet.view?.id, sheet.choices.size]).toEqual(['a', 2])
  expect(useToasts().shown.at(-1)?.text).toBe('E_VALIDATION happened')
})

test('V-159 a document that moved elsewhere is settled all the same, and one that moved where it was chosen is not', async () => {
  const hub = await hubWith('a')
  await useConflictTurns().goTo('a')
  useConflictChoosing().decideAll('remote')
  const elsewhere = conflict('a', [price, name])
  hub.waiting.set('a', { ...elsewhere, local: { ...elsewhere.local, version: 43 } })
  hub.refusals.set('resolve', refuse('E_CONFLICT_MOVED'))
  const applied = useConflictSettling().apply()
  // The first try was refused by now; the document stands still from here.
  hub.refusals.delete('resolve')
  await applied
  expect([hub.settled, askedFor(hub, 'conflicts.resolve').length]).toEqual([['a'], 2])

  const other = await hubWith('b')
  await useConflictTurns().goTo('b')
  useConflictChoosing().decideAll('remote')
  const here = conflict('b', [{ ...price, ours: 15 }, name])
  other.waiting.set('b', { ...here, local: { ...here.local, version: 43 } })
  other.refusals.set('resolve', refuse('E_CONFLICT_MOVED'))
  await useConflictSettling().apply()
  expect([other.settled, useConflictSheet().moved]).toEqual([[], { version: 43, made: 2, held: 1 }])
})

test('V-157 choices are kept as they are made, found again, and gone when the conflict is settled', async () => {
  const first = await hubWith('a')
  await useConflictTurns().goTo('a')
  useConflictChoosing().decide('remote')
  const kept = first.drafts.get('a')
  expect(kept).toContain('"take":"remote"')

  const second = await hubWith('a')
  second.drafts.set('a', kept ?? '')
  const sheet = useConflictSheet()
  await useConflictTurns().goTo('a')
  expect([...sheet.choices.values()]).toEqual([{ path: '/price', take: 'remote' }])
  expect(sheet.row?.label).toBe('name')
  useConflictChoosing().decide('local')
  await useConflictSettling().apply()
  expect(second.drafts.size).toBe(0)
})

test('V-157 a choice that is taken back is open again, and a conflict without choices keeps no draft', async () => {
  const hub = await hubWith('a')
  const choosing = useConflictChoosing()
  await useConflictTurns().goTo('a')
  choosing.decide('remote')
  choosing.undecide('/price')
  expect([hub.drafts.size, useConflictSheet().left.length]).toEqual([0, 2])
})

test('V-158 when the document moves, choices at paths that stayed the same hold, and a banner says how many', async () => {
  const hub = await hubWith('a')
  const sheet = useConflictSheet()
  await useConflictTurns().goTo('a')
  useConflictChoosing().decideAll('remote')
  const moved = conflict('a', [price, { ...name, ours: 'x' }])
  hub.waiting.set('a', { ...moved, local: { ...moved.local, version: 43 } })
  await useConflictDesk().refresh()
  expect([sheet.moved, [...sheet.choices.keys()], sheet.left.map(({ label }) => label)]).toEqual([
    { version: 43, made: 2, held: 1 },
    ['/price'],
    ['name'],
  ])
})

test('V-158 a claim takes no choice away, and a conflict that was settled elsewhere shows how', async () => {
  const hub = await hubWith('a')
  const sheet = useConflictSheet()
  await useConflictTurns().goTo('a')
  useConflictChoosing().decide('local')
  hub.waiting.set('a', conflict('a', [price, name], { state: 'claimed', owner: 'me' }))
  await useConflictDesk().refresh()
  expect([sheet.view?.state, [...sheet.choices.keys()]]).toEqual(['claimed', ['/price']])
  const resolution = {
    by: 'operator-2',
    at: 5,
    strategy: 'manual',
    choices: [{ path: '/price', take: 'remote' as const }],
    value: { name: 'z' },
  }
  hub.waiting.set('a', conflict('a', [price, name], { state: 'resolved', resolution }))
  await useConflictDesk().refresh()
  expect([sheet.waits, sheet.choices.get('/price')?.take, sheet.choices.get('/name')]).toEqual([
    false,
    'remote',
    { path: '/name', take: 'edited', value: 'z' },
  ])
})

test('V-160 the next conflict is fetched ahead, and a late answer for one that was left is dropped', async () => {
  const hub = await hubWith('a', 'b', 'c')
  const turns = useConflictTurns()
  await turns.goTo('a')
  expect(askedFor(hub, 'conflicts.get')).toEqual([{ id: 'a' }, { id: 'b' }])
  const slow = turns.goTo('b')
  await Promise.all([slow, turns.goTo('c')])
  expect(useConflictSheet().view?.id).toBe('c')
})

test('V-153 what the schema has against the result is known before it is settled', async () => {
  const hub = await hubWith('a')
  const preview = useConflictPreview()
  await useConflictTurns().goTo('a')
  const choosing = useConflictChoosing()
  choosing.decide('remote')
  await hub.calm()
  expect(askedFor(hub, 'conflicts.preview')).toEqual([])
  choosing.decide('local')
  await hub.calm()
  expect([askedFor(hub, 'conflicts.preview').length, preview.current?.version]).toEqual([1, 43])
  choosing.undecide('/name')
  expect(preview.current).toBeUndefined()
})

test('V-154 what cannot stand is refused in words', async () => {
  await hubWith('a')
  await useConflictTurns().goTo('a')
  const choosing = useConflictChoosing()
  choosing.decide('both')
  expect([choosing.spoken, useConflictSheet().choices.size]).toEqual(['Both can stand only where both sides are lists or texts', 0])
})

test('V-162 the first choice claims, another’s claim is said and taken over only when asked', async () => {
  const hub = await hubWith('a', 'b')
  const turns = useConflictTurns()
  await turns.goTo('a')
  expect(askedFor(hub, 'conflicts.claim')).toEqual([])
  const choosing = useConflictChoosing()
  choosing.decide('remote')
  choosing.decide('remote')
  expect(askedFor(hub, 'conflicts.claim')).toEqual([{ id: 'a' }])
  hub.waiting.set('b', conflict('b', [price], { owner: 'operator-2', state: 'claimed' }))
  await turns.goTo('b')
  await hub.calm()
  const claims = useConflictClaims()
  expect(claims.other).toBe('operator-2')
  await claims.claim('b', true)
  expect(claims.other).toBeUndefined()
})

test('V-162 a conflict that nothing was chosen for is given back when it is left', async () => {
  const hub = await hubWith('a', 'b')
  const turns = useConflictTurns()
  await turns.goTo('a')
  const choosing = useConflictChoosing()
  choosing.decide('remote')
  choosing.undecide('/price')
  await turns.goTo('b')
  expect(askedFor(hub, 'conflicts.release')).toEqual([{ id: 'a' }])
})

test('V-161 many are settled after a look, what could not be is named, and all of it can be taken back', async () => {
  const hub = await hubWith('a', 'stubborn', 'b')
  const bulk = useConflictBulk()
  const selection = useConflictSelection()
  selection.toggle('a', 'stubborn')
  await bulk.ask()
  expect([bulk.asked, bulk.preview.length]).toEqual([['a', 'stubborn'], 2])
  bulk.take = 'local'
  await bulk.perform()
  expect(askedFor(hub, 'conflicts.resolve-many')).toEqual([{ ids: ['a', 'stubborn'], take: 'local' }])
  const toast = useToasts().shown.at(-1)
  expect([toast?.title, toast?.text]).toEqual(['1 conflict settled', '1 conflict could not be: does not fit'])
  expect(useConflictQueue().ids).toEqual(['stubborn', 'b'])
  await toast?.undo?.()
  expect(hub.waiting.has('a')).toBe(true)
})

test('V-161 what is gone from the queue is no longer selected', async () => {
  const hub = await hubWith('a', 'b')
  const selection = useConflictSelection()
  selection.toggle('a', 'b')
  useConflictQueue().remove('a')
  await hub.calm()
  expect([...selection.ids]).toEqual(['b'])
})

test('V-166 a skipped conflict goes to the end of its turn, and one that is put off leaves and can be woken', async () => {
  const hub = await hubWith('a', 'b', 'c')
  const queue = useConflictQueue()
  const turns = useConflictTurns()
  await turns.goTo('a')
  await turns.skip()
  expect([queue.ids, useConflictSheet().view?.id]).toEqual([['b', 'c', 'a'], 'b'])
  await turns.snooze(3_600_000)
  expect([queue.ids, useConflictSheet().view?.id, hub.waiting.has('b')]).toEqual([['c', 'a'], 'c', false])
  expect(useToasts().shown.at(-1)?.title).toMatch(/^Put off, back in 1 h/)
})

test('V-165 settled conflicts are listed page by page, the newest first', async () => {
  const hub = await hubWith()
  hub.settled.push(...Array.from({ length: 60 }, (_, index) => `s${String(index).padStart(2, '0')}`))
  const history = useConflictHistory()
  await history.load()
  expect([history.settled.length, history.settled[0]?.id, history.more]).toEqual([50, 's59', true])
  await history.loadMore()
  expect([history.settled.length, history.settled.at(-1)?.id, history.more]).toEqual([60, 's00', false])
})
