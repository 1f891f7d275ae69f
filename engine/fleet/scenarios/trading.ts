import { ofObject } from '../scenario.ts'
import type { Scenario } from '../scenario.ts'

const SYMBOLS = ['ALPHA', 'BRAVO', 'CARGO', 'DELTA', 'ECHO', 'FJORD', 'GLORY', 'HOTEL']

/** Few keys that everybody watches and a few write, in the critical lane; each desk's own orders beside them. */
export const trading: Scenario = {
  name: 'trading',
  summary: 'Desks watch a few hot prices in the critical lane, and write orders of their own.',
  member: 'desk',
  defaultReplicas: 10,
  thinkMs: 250,
  offline: { probability: 0.001, meanMs: 4000 },
  burst: { probability: 0.1, deeds: 6 },
  priority: 'high',
  sla: '2s',
  patterns: ({ name }) => ['market/**', `orders/${name}/**`, 'demo/**'],
  documents: (chance) =>
    SYMBOLS.map((symbol) => ({ key: `market/${symbol}`, value: { bid: chance.between(90, 110), ask: chance.between(111, 120), desk: '' } })),
  act: (chance, { number, name }) => {
    // Each price has one desk that makes it, so that hot keys are hot and not at odds.
    if (chance.happens(0.6)) {
      const symbol = SYMBOLS[(number + SYMBOLS.length * chance.between(0, 1)) % SYMBOLS.length] as string
      const bid = chance.between(9000, 11_000) / 100
      const quote = { bid, ask: bid + chance.between(1, 50) / 100, desk: name }
      return number < SYMBOLS.length ? [{ key: `market/${symbol}`, priority: 'critical', edit: () => quote }] : []
    }
    const order = { symbol: chance.pick(SYMBOLS), quantity: 100 * chance.between(1, 20), limit: chance.between(90, 120), open: true }
    return [{ key: `orders/${name}/${chance.between(0, 200)}`, edit: ofOrder(order) }]
  },
}

/** A new order, or the end of the one that is there. */
function ofOrder(order: { readonly symbol: string; readonly quantity: number; readonly limit: number; readonly open: boolean }) {
  const close = ofObject((before) => ({ ...before, open: false }))
  return (before: Parameters<typeof close>[0]) => (before === undefined ? order : (close(before) ?? order))
}
