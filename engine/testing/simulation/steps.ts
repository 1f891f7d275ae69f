import { SrvraError } from '../../core/errors.ts'
import type { JsonObject, JsonValue } from '../../core/json/index.ts'
import type { SrvraStateManager } from '../../state/srvra-state-manager.ts'
import type { StateUpdate } from '../../state/state-update.ts'
import type { SimulatedWorld } from './simulated-world.ts'
import type { SimulatedReplica } from './simulated-replica.ts'

/** Something that can happen, and how much of everything that happens it is. The shares add up to 1. */
export interface Step {
  readonly name: string
  readonly share: number
  readonly take: (simulation: SimulatedWorld, replica: SimulatedReplica) => void
}

const DAY_MS = 86_400_000
const SUBSCRIPTIONS: readonly (readonly string[])[] = [['**'], ['k/0', 'k/1', 'own/**'], ['k/*'], ['**']]

export const STEPS: readonly Step[] = [
  { name: 'edits', share: 0.3, take: (simulation, replica) => edit(simulation, replica.state, (update) => replica.wrote(update)) },
  { name: 'counts', share: 0.06, take: (_simulation, replica) => replica.count() },
  { name: 'is overtaken by the hub', share: 0.06, take: (simulation) => edit(simulation, simulation.hub.state, () => undefined) },
  { name: 'waits a moment', share: 0.2, take: (simulation) => simulation.time.advance(Math.floor(simulation.chance() * 50)) },
  { name: 'waits', share: 0.06, take: (simulation) => simulation.time.advance(Math.floor(simulation.chance() * 2000)) },
  { name: 'sees an operator settle a conflict', share: 0.04, take: settle },
  { name: 'is cut off', share: 0.05, take: (simulation, { name }) => simulation.network.partition(name) },
  { name: 'is back', share: 0.07, take: (simulation, { name }) => simulation.network.heal(name) },
  { name: 'loses its connection', share: 0.03, take: (simulation, { name }) => simulation.network.cut((from) => from === name) },
  { name: 'hears nothing', share: 0.02, take: (simulation, { name }) => simulation.network.silence(name) },
  { name: 'reads slowly', share: 0.02, take: (simulation, { name }) => simulation.network.slow(name) },
  { name: 'is killed', share: 0.02, take: (_simulation, replica) => replica.crash() },
  {
    name: 'will be killed at its next append',
    share: 0.01,
    take: ({ chance }, replica) => replica.tear(chance() < 0.5 ? 'before' : 'after'),
  },
  { name: 'sees the hub killed', share: 0.015, take: ({ hub }) => hub.crash() },
  {
    name: 'will see the hub killed at an append',
    share: 0.01,
    take: ({ chance, hub }) => hub.tear(chance() < 0.5 ? 'before' : 'after'),
  },
  { name: 'has a wrong clock', share: 0.01, take: ({ chance }, replica) => (replica.clock.skewMs = (chance() - 0.5) * 2 * DAY_MS) },
  { name: 'subscribes anew', share: 0.01, take: (simulation, replica) => replica.subscribe(pick(simulation, SUBSCRIPTIONS)) },
  { name: 'sees the hub compact', share: 0.015, take: compact },
]

/** A field changed, a document deleted, a batch, a rollback: what people do. */
function edit(simulation: SimulatedWorld, state: SrvraStateManager, note: (update: StateUpdate) => void): void {
  const key = simulation.key()
  const before = state.getState(key)
  const roll = simulation.chance()
  if (before !== undefined && roll < 0.12) return note(state.deleteState(key))
  if (roll < 0.16) {
    const history = state.getHistory(key, { limit: 3 })
    const target = history.at(-1)
    if (target?.readable) return note(state.rollback(key, target.version))
  }
  if (roll < 0.3) {
    const other = simulation.key()
    const operations = [{ key, value: changed(simulation, before) }]
    if (other !== key) operations.push({ key: other, value: changed(simulation, state.getState(other)) })
    for (const update of state.batch(operations).updates) note(update)
    return
  }
  note(state.setState(key, changed(simulation, before)))
}

function changed(simulation: SimulatedWorld, before: JsonValue | undefined): JsonObject {
  const { chance } = simulation
  const fields: Record<string, JsonValue> = isObject(before) ? { ...before } : {}
  fields[`f${Math.floor(chance() * 3)}`] = Math.floor(chance() * 100)
  if (chance() < 0.1) fields['text'] = `${'a text that is long enough to be spliced '.repeat(2)}${Math.floor(chance() * 100)}`
  if (chance() < 0.1)
    fields['list'] = [
      { id: 1, n: Math.floor(chance() * 9) },
      { id: 2 + Math.floor(chance() * 3), n: 0 },
    ]
  return fields
}

/** What an operator makes of the conflict that waits longest: any side, his own value, or nothing of it. */
function settle(simulation: SimulatedWorld): void {
  const { hub, chance } = simulation
  const [id] = hub.queue.waiting.keys()
  if (id === undefined) return
  const roll = chance()
  try {
    if (roll < 0.1) hub.queue.dismiss(id, 'operator')
    else if (roll < 0.2) hub.queue.resolveWith(id, changed(simulation, undefined), { by: 'operator' })
    else {
      const view = hub.queue.view(id)
      const choices = view.changes
        .filter(({ outcome }) => outcome === 'proposal')
        .map(({ path }) => ({ path, take: pick(simulation, ['base', 'local', 'remote', 'suggestion'] as const) }))
      hub.queue.resolve(id, { by: 'operator', choices, localVersion: view.local.version ?? 0 })
      if (chance() < 0.1) hub.queue.reopen(id)
    }
  } catch (error) {
    // The others of its batch are undecided: an operator would begin with those.
    if (!(error instanceof SrvraError && error.code === 'E_CONFLICT_BATCH')) throw error
  }
}

function compact({ chance, hub, time }: SimulatedWorld): void {
  // What a restore takes is counted from the log.
  if (hub.restorable) return
  const plan = { keepVersions: 1 + Math.floor(chance() * 5), ...(chance() < 0.5 ? { before: time.now() - 1000 } : {}) }
  for (const _ of hub.storage.compact(plan));
}

function pick<T>({ chance }: SimulatedWorld, list: readonly T[]): T {
  return list[Math.floor(chance() * list.length)] as T
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
