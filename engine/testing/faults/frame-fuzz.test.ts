import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { expect, test } from 'vitest'
import type { ReplicaFrame } from '../../core/protocol/frames.ts'
import { operation, SyncWorld } from '../sync-fixture.ts'
import { seeded } from './seeded.ts'

const FRAMES = Number(process.env['SRVRA_FUZZ_FRAMES'] ?? 50_000)
const HEAP_GROWTH = 20 * 2 ** 20
const JUNK = [
  '',
  '\u0000',
  '"',
  '{',
  '[',
  '}',
  ']',
  ',',
  ':',
  '-',
  '1e999',
  '__proto__',
  'null',
  '\ud800',
  '\\u0000',
  '9'.repeat(40),
  '{"a":'.repeat(50),
]

const lanes = { critical: 0, high: 0, normal: 0, low: 0 }
const met = { met: 0, missed: 0 }

/** A frame of each type, whose texts are bent. */
const FRAMES_OF_EACH_TYPE: readonly ReplicaFrame[] = [
  {
    type: 'push',
    id: 1,
    operations: [operation('f-1', 'k/1', { a: 1, text: 'some text' }), operation('f-2', 'k/2', [1, 2, 3], { base: 1, batch: 'b' })],
  },
  { type: 'push', id: 2, operations: [operation('f-3', 'k/1', undefined, { base: 2 })] },
  {
    type: 'push',
    id: 3,
    operations: [
      operation('f-4', 'k/1', { a: 2 }, { restored: { was: 'acknowledged', since: 1 } }),
      operation('f-5', 'k/1', { a: 3 }, { seen: { value: { a: 2 } }, restored: { was: 'pending' } }),
    ],
  },
  { type: 'applied', seq: 1, pending: lanes, deadLetters: 0, deadlines: { critical: met, high: met, normal: met, low: met } },
  { type: 'subscribe', id: 3, patterns: ['k/*', '**'] },
  { type: 'fetch', id: 4, keys: ['k/1', 'k/2'] },
  { type: 'ask-digest', id: 5 },
  { type: 'compare', id: 6, after: 'k/0' },
  {
    type: 'report',
    id: 7,
    state: 'SYNCED',
    pending: [],
    deadLetters: [],
    counts: { pending: lanes, deadLetters: 0 },
    statistics: {},
  },
  { type: 'ping', t: 1 },
  {
    type: 'hello',
    protocol: 1,
    replica: 'raw-1',
    since: 0,
    patterns: ['**'],
    covered: [],
    codecs: [],
    lives: [{ epoch: 1, since: 0 }],
  },
]
const TEXTS = FRAMES_OF_EACH_TYPE.map((frame) => JSON.stringify(frame))

setFlagsFromString('--expose-gc')
const collectGarbage = runInNewContext('gc') as () => void

function bent(text: string, random: () => number): string {
  let bentText = text
  for (let times = 1 + Math.floor(random() * 3); times > 0; times--) {
    const at = Math.floor(random() * bentText.length)
    const length = Math.floor(random() * random() * 12)
    const junk =
      random() < 0.5 ? (JUNK[Math.floor(random() * JUNK.length)] ?? '') : String.fromCharCode(Math.floor(random() * 0x300))
    bentText = bentText.slice(0, at) + junk + bentText.slice(at + length)
  }
  return bentText
}

/** What is really held: garbage that nobody has collected yet is no growth. */
function heldMemory(): number {
  collectGarbage()
  return process.memoryUsage().heapUsed
}

test(
  `P-12, P-52 ${FRAMES} bent frames crash nothing, pollute nothing, grow nothing, and a healthy replica goes on`,
  { timeout: 600_000 },
  () => {
    const world = new SyncWorld()
    const healthy = world.join('healthy')
    world.pass(1000)
    const random = seeded(7)
    const prototype = Object.getOwnPropertyNames(Object.prototype).join()
    let client = world.connect()
    let heap = 0
    for (let sent = 0; sent < FRAMES; sent++) {
      if (client.closing || sent % 500 === 0) {
        client = world.connect()
        client.hello({ replica: `raw-${sent % 50}` })
        client.frames.length = 0
      }
      client.sendText(bent(TEXTS[sent % TEXTS.length] as string, random))
      world.pass(2)
      client.frames.length = 0
      // Once everything is warm, memory has to stay where it is.
      if (sent === Math.floor(FRAMES / 5)) heap = heldMemory()
    }
    expect(world.failures).toEqual([])
    expect(Object.getOwnPropertyNames(Object.prototype).join()).toBe(prototype)
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
    healthy.state.setState('healthy/1', { alive: true })
    world.pass(1000)
    expect(world.hub.state.getState('healthy/1')).toEqual({ alive: true })
    expect(world.hub.hub.client(healthy.storage.storeId)).toMatchObject({ status: 'live' })
    const { documents, changes } = world.hub.storage.statistics()
    // What got through is documents; beyond those nothing may be kept.
    expect(heldMemory() - heap).toBeLessThan(HEAP_GROWTH + (documents + changes) * 4000)
  },
)
