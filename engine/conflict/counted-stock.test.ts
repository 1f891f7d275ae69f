import { expect, test } from 'vitest'
import { vmTimeLimit } from '../adapters/vm-time-limit.ts'
import type { JsonObject } from '../core/json/index.ts'
import type { RuleSet } from '../core/merge/index.ts'
import { seeded } from '../testing/faults/seeded.ts'
import { SyncWorld } from '../testing/sync-fixture.ts'
import type { TestReplica } from '../testing/sync-fixture.ts'
import { SrvraConflictResolver } from './srvra-conflict-resolver.ts'

const SHOPS = 25
const ARTICLES = 4
const FIRST_STOCK = 10_000
const COUNTER: RuleSet = {
  version: 1,
  rules: [
    { keys: 'inventory/**', path: 'stock.quantity', rule: 'counter' },
    { keys: 'inventory/**', path: 'lastSale', rule: 'lww' },
  ],
}

interface Outcome {
  readonly world: SyncWorld
  /** Sold by anybody, by key. */
  readonly sold: ReadonlyMap<string, number>
  readonly sales: number
}

function quantityOf(shop: Pick<TestReplica, 'state'>, key: string): number {
  return ((shop.state.getState(key) as JsonObject)['stock'] as { readonly quantity: number }).quantity
}

/** Shops that all sell the same few articles, and lose their connections again and again. */
function sell(seed: number, rules?: RuleSet): Outcome {
  const world = new SyncWorld({ resolver: new SrvraConflictResolver({ timeLimit: vmTimeLimit, ...(rules ? { rules } : {}) }) })
  const chance = seeded(seed)
  const keys = Array.from({ length: ARTICLES }, (_, article) => `inventory/${article}`)
  for (const key of keys) world.hub.state.setState(key, { lastSale: 'none', stock: { quantity: FIRST_STOCK } })
  const shops = Array.from({ length: SHOPS }, (_, shop) => world.join(`shop-${shop}`))
  world.pass()
  const sold = new Map<string, number>()
  let sales = 0
  for (let round = 0; round < 600; round++) {
    const shop = shops[Math.floor(chance() * SHOPS)] as TestReplica
    const roll = chance()
    if (roll < 0.1) world.network.partition(shop.name)
    else if (roll < 0.2) world.network.heal(shop.name)
    const key = keys[Math.floor(chance() * ARTICLES)] ?? ''
    const amount = 1 + Math.floor(chance() * 5)
    shop.state.setState(key, { lastSale: `${shop.name}, sale ${sales}`, stock: { quantity: quantityOf(shop, key) - amount } })
    sold.set(key, (sold.get(key) ?? 0) + amount)
    sales++
    world.pass(Math.floor(chance() * 20))
  }
  for (const { name } of shops) world.network.heal(name)
  world.pass(120_000)
  return { world, sold, sales }
}

test.each([1, 2, 3])('R-16 with a counter the stock is what arithmetic says, whoever sold offline (seed %i)', (seed) => {
  const { world, sold } = sell(seed, COUNTER)
  expect(world.hub.queue.waiting.size).toBe(0)
  for (const [key, amount] of sold) expect(quantityOf(world.hub, key)).toBe(FIRST_STOCK - amount)
})

test('R-16 without it every sale that met another one waits in the queue, and none is lost', () => {
  const { world, sold } = sell(1)
  const { queue } = world.hub
  expect(queue.waiting.size).toBeGreaterThan(20)
  for (const [key, amount] of sold) {
    const waiting = [...queue.waiting.values()].filter((conflict) => conflict.key === key).map(({ id }) => queue.view(id))
    // Each that waits took from what its author saw: what was taken and what waits add up to what was sold.
    const kept = waiting.reduce((sum, { base, remote }) => sum + taken(base?.value, remote.value), 0)
    expect(FIRST_STOCK - quantityOf(world.hub, key) + kept).toBe(amount)
  }
  expect(queue.waiting.size).toBeGreaterThan(0)
  world.hub.rules.activate(COUNTER.rules, { by: 'operator-1', basedOn: 0 })
  expect(queue.waiting.size).toBe(0)
  for (const [key, amount] of sold) expect(quantityOf(world.hub, key)).toBe(FIRST_STOCK - amount)
})

function taken(base: unknown, remote: unknown): number {
  const quantity = (value: unknown): number => (value as { readonly stock: { readonly quantity: number } }).stock.quantity
  return quantity(base) - quantity(remote)
}
