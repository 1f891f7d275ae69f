import type { JsonObject } from '../../core/json/index.ts'
import { ofObject, part } from '../scenario.ts'
import type { Scenario } from '../scenario.ts'

const ARTICLES = 40
const FIRST_STOCK = 1000
const GOODS = ['Kettle', 'Lamp', 'Drill', 'Blanket', 'Notebook', 'Bicycle pump', 'Headphones', 'Teapot', 'Backpack', 'Umbrella']

function keyOf(article: number): string {
  return `inventory/article-${String(article).padStart(3, '0')}`
}

/**
 * Many shops sell from the same stock. Each shop counts what it has sold in a field of its own, which merges; the stock is
 * one number for all, and shops that sell at once have a conflict, unless the hub has a rule that it is a counter.
 */
export const inventory: Scenario = {
  name: 'inventory',
  summary: 'Shops sell from the same stock: what meets is a conflict, until the stock is known to be a counter.',
  member: 'shop',
  defaultReplicas: 25,
  thinkMs: 2500,
  offline: { probability: 0.03, meanMs: 8000 },
  burst: { probability: 0.03, deeds: 5 },
  covered: ['inventory/**'],
  patterns: () => ['inventory/**'],
  documents: (chance) =>
    Array.from({ length: ARTICLES }, (_, article) => ({
      key: keyOf(article),
      value: {
        name: `${chance.pick(GOODS)} ${chance.between(100, 999)}`,
        price: chance.between(500, 20_000) / 100,
        currency: 'EUR',
        sold: {},
        stock: { quantity: FIRST_STOCK },
      },
    })),
  act: (chance, { name }) => {
    // Few articles sell well, and many seldom.
    const key = keyOf(Math.floor(chance.fraction() ** 2 * ARTICLES))
    const quantity = chance.between(1, 3)
    const roll = chance.fraction()
    if (roll < 0.04) {
      const price = chance.between(500, 20_000) / 100
      return [{ key, edit: ofObject((article) => ({ ...article, price })), reason: 'new price', priority: 'high' }]
    }
    if (roll < 0.2) return [{ key, edit: ofObject((article) => stocked(article, 20 * quantity)), reason: 'delivery' }]
    return [{ key, edit: ofObject((article) => stocked(sold(article, name, quantity), -quantity)) }]
  },
}

/** Adds to what a shop itself has sold. */
function sold(article: JsonObject, shop: string, by: number): JsonObject {
  const counts = part(article, 'sold')
  return { ...article, sold: { ...counts, [shop]: Number(counts[shop] ?? 0) + by } }
}

/** Adds to the stock that all shops share. */
function stocked(article: JsonObject, by: number): JsonObject {
  const stock = part(article, 'stock')
  return { ...article, stock: { ...stock, quantity: Number(stock['quantity'] ?? 0) + by } }
}
