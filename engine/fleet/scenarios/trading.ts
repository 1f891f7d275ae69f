import type { JsonObject, JsonValue } from '../../core/json/index.ts'
import type { Chance } from '../chance.ts'
import { ofObject, part } from '../scenario.ts'
import type { Deed, Scenario } from '../scenario.ts'

const SYMBOLS = ['ALPHA', 'BRAVO', 'CARGO', 'DELTA', 'ECHO', 'FJORD', 'GLORY', 'HOTEL']
const ORDERS = 200

/**
 * Few instruments that everybody watches and writes, in the critical lane. Each has one desk that makes its price, and all
 * desks note in it what they have traded, each in a field of its own: the same few keys are written all the time, and merge.
 */
export const trading: Scenario = {
  name: 'trading',
  summary: 'Desks write a few hot instruments in the critical lane, and orders of their own.',
  member: 'desk',
  defaultReplicas: 10,
  thinkMs: 250,
  offline: { probability: 0.001, meanMs: 4000 },
  burst: { probability: 0.1, deeds: 6 },
  priority: 'high',
  sla: '2s',
  covered: ['market/**', 'orders/**'],
  patterns: ({ name }) => ['market/**', `orders/${name}/**`],
  documents: (chance) => SYMBOLS.map((symbol) => ({ key: `market/${symbol}`, value: { ...quote(chance), desk: '', traded: {} } })),
  act: (chance, { number, name }) => {
    const own = SYMBOLS[number]
    if (own !== undefined && chance.happens(0.5)) return [priced(own, { ...quote(chance), desk: name })]
    if (chance.happens(0.4)) return [traded(chance.pick(SYMBOLS), name, 100 * chance.between(-20, 20))]
    return [ordered(name, chance)]
  },
}

function quote(chance: Chance): { readonly bid: number; readonly ask: number } {
  const bid = chance.between(9000, 11_000)
  return { bid: bid / 100, ask: (bid + chance.between(1, 50)) / 100 }
}

function priced(symbol: string, made: JsonObject): Deed {
  return { key: `market/${symbol}`, priority: 'critical', edit: ofObject((instrument) => ({ ...instrument, ...made })) }
}

function traded(symbol: string, desk: string, quantity: number): Deed {
  const edit = ofObject((instrument) => {
    const desks = part(instrument, 'traded')
    return { ...instrument, traded: { ...desks, [desk]: Number(desks[desk] ?? 0) + quantity } }
  })
  return { key: `market/${symbol}`, priority: 'critical', edit }
}

/** A new order, or the end of the one that is there. */
function ordered(desk: string, chance: Chance): Deed {
  const order = { symbol: chance.pick(SYMBOLS), quantity: 100 * chance.between(1, 20), limit: chance.between(90, 120), open: true }
  const close = ofObject((before) => (before['open'] === true ? { ...before, open: false } : order))
  const edit = (before: JsonValue | undefined): JsonValue | undefined => (before === undefined ? order : close(before))
  return { key: `orders/${desk}/${String(chance.between(1, ORDERS)).padStart(3, '0')}`, edit }
}
