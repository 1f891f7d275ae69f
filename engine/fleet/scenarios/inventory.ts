import type { JsonObject } from '../../core/json/index.ts'
import { ofObject, part } from '../scenario.ts'
import type { Scenario } from '../scenario.ts'

const ARTICLES = 40
const GOODS = ['Kettle', 'Lamp', 'Drill', 'Blanket', 'Notebook', 'Bicycle pump', 'Headphones', 'Teapot', 'Backpack', 'Umbrella']

function keyOf(article: number): string {
  return `inventory/article-${String(article).padStart(3, '0')}`
}

/**
 * Many shops sell from the same stock. Each shop counts what it has and has sold in fields of its own, which merge; price
 * and shelf text belong to all, and two shops that change them at once have a conflict.
 */
export const inventory: Scenario = {
  name: 'inventory',
  summary: 'Shops sell from the same stock: counts of each shop merge, prices conflict now and then.',
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
        stock: {},
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
    if (roll < 0.2)
      return [{ key, edit: ofObject((article) => counted(article, 'stock', name, 20 * quantity)), reason: 'delivery' }]
    return [{ key, edit: ofObject((article) => counted(counted(article, 'sold', name, quantity), 'stock', name, -quantity)) }]
  },
}

/** Adds to a shop's own count in a field that all shops share. */
function counted(article: JsonObject, field: 'sold' | 'stock', shop: string, by: number): JsonObject {
  const counts = part(article, field)
  return { ...article, [field]: { ...counts, [shop]: Number(counts[shop] ?? 0) + by } }
}
