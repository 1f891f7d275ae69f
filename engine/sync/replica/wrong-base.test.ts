import { expect, test } from 'vitest'
import type { JsonObject, JsonValue } from '../../core/json/index.ts'
import { seeded } from '../../testing/faults/seeded.ts'
import { SyncWorld } from '../../testing/sync-fixture.ts'

const BENT = Number(process.env['SRVRA_BENT_DELTAS'] ?? 50_000)
const DOCUMENTS = 500

type Bend = (change: Record<string, JsonValue>, random: () => number) => void

/** What can be wrong with a delta: what it starts from, what it is, and what it leads to. */
const BENDS: readonly Bend[] = [
  (change, random) => (change['base'] = Math.floor(random() * 100)),
  (change) => (change['hash'] = 'A'.repeat(43)),
  (change) => (change['version'] = Number(change['version']) + 1),
  (change) => (change['delta'] = [{ path: '/n', op: 'set', value: 'another' }]),
  (change) => (change['delta'] = [{ path: '/none/at/all', op: 'remove' }]),
  (change, random) => {
    // Any digit of it, so that it is still a delta.
    const text = JSON.stringify(change['delta'])
    const digits = [...text.matchAll(/\d/g)].map(({ index }) => index)
    const at = digits[Math.floor(random() * digits.length)] ?? 0
    change['delta'] = JSON.parse(`${text.slice(0, at)}${1 + Math.floor(random() * 9)}${text.slice(at + 1)}`) as JsonValue
  },
]
/** What is no delta at all ends the connection, and the frame comes again. */
const UNREADABLE = 0.0005

/** A frame of changes in which every delta is bent, each in a way of its own. */
function bendAll(text: string, random: () => number, count: () => void): string {
  const frame = JSON.parse(text) as { type: string; changes?: Record<string, JsonValue>[] }
  if (frame.type !== 'changes') return text
  for (const change of frame.changes ?? []) {
    if (change['delta'] === undefined) continue
    BENDS[Math.floor(random() * BENDS.length)]?.(change, random)
    if (random() < UNREADABLE) change['delta'] = []
    count()
  }
  if (random() < 0.3) frame.changes?.reverse()
  return JSON.stringify(frame)
}

test(
  `P-67 P-107 none of ${BENT} deltas with another base, version, hash, content or order is shown to anybody, and all is healed`,
  { timeout: 300_000 },
  () => {
    const random = seeded(11)
    const counts = { bent: 0 }
    const bend = (text: string, from: string): string => (from === 'reader' ? text : bendAll(text, random, () => counts.bent++))
    const world = new SyncWorld({ bend })
    const reader = world.join('reader', { syncInterval: 86_400_000, codec: undefined })
    const text = 'a text that stays, and is so long that a delta is worth while '.repeat(4)
    const value = (key: number, round: number): JsonObject => ({ key, n: round, text })
    const write = (round: number): void => {
      for (let key = 0; key < DOCUMENTS; key++) world.hub.state.setState(`k/${key}`, value(key, round))
    }
    write(0)
    world.pass()
    const wrong: string[] = []
    let newest = 0
    reader.state.subscribe('**', (shown, { key }) => {
      const { n } = shown as { n: number }
      const right = JSON.stringify(value(Number(key.slice(2)), n))
      if (!Number.isInteger(n) || n > newest || JSON.stringify(shown) !== right) wrong.push(`${key} ${JSON.stringify(shown)}`)
    })
    for (let left = BENT / 100; left > 0 && counts.bent < BENT; left--) {
      write(++newest)
      world.pass()
    }
    world.pass(60_000)
    // A version that is too high hides the next change: that is what comparing is for.
    void reader.replica.compare()
    world.pass()
    expect(counts.bent).toBeGreaterThanOrEqual(BENT)
    expect(wrong.slice(0, 3)).toEqual([])
    for (let key = 0; key < DOCUMENTS; key++) expect(reader.state.getState(`k/${key}`)).toEqual(value(key, newest))
    expect(reader.replica.statistics().received.healed).toBeGreaterThan(BENT / 15)
    expect(world.failures).toEqual([])
  },
)
