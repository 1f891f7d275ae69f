import { createPinia, defineStore, setActivePinia } from 'pinia'
import { createStore } from 'tinybase'
import { proxy, subscribe } from 'valtio/vanilla'
import { SrvraDataSync } from '../../engine/index.ts'
import { keyOf, nextCount, type StockRecord, stockRecord } from '../harness/documents.ts'
import { timed } from '../harness/measure.ts'
import { atLeast, type Figures, type Scenario } from '../harness/scenario.ts'

const KEYS = 2_000
const WRITES = 200_000

/** Every contestant gets a way to write and counts what its subscriber was told. */
async function drive(write: (key: string, record: StockRecord) => void, told: () => number): Promise<Figures> {
  const keys = Array.from({ length: KEYS }, (_, index) => keyOf(index))
  const records = Array.from({ length: KEYS }, (_, index) => stockRecord(index))
  records.forEach((record, index) => write(keys[index] as string, record))
  const step = (number: number): void => {
    const index = number % KEYS
    records[index] = nextCount(records[index] as StockRecord, number)
    write(keys[index] as string, records[index])
  }
  await timed(WRITES / 10, step)
  const before = told()
  const { perSecond, cpuMicros } = await timed(WRITES, (number) => step(number + WRITES))
  await new Promise(setImmediate)
  if (told() === before) throw new Error('the subscriber heard nothing')
  return { 'set/s': perSecond, 'CPU µs': cpuMicros }
}

function pathCopy(): Promise<Figures> {
  const state = new Map<string, StockRecord>()
  let notified = 0
  const subscriber = (_record: StockRecord): void => {
    notified += 1
  }
  return drive(
    (key, record) => {
      const copy = { ...record }
      state.set(key, copy)
      subscriber(copy)
    },
    () => notified,
  )
}

function ours(): Promise<Figures> {
  const engine = new SrvraDataSync({ storage: 'memory' })
  let notified = 0
  engine.stateManager.subscribe('stock/**', () => {
    notified += 1
  })
  return drive(
    (key, record) => engine.stateManager.setState(key, record),
    () => notified,
  )
}

function valtio(): Promise<Figures> {
  const state = proxy<Record<string, StockRecord>>({})
  let notified = 0
  subscribe(state, () => {
    notified += 1
  })
  return drive(
    (key, record) => {
      state[key] = record
    },
    () => notified,
  )
}

function pinia(): Promise<Figures> {
  setActivePinia(createPinia())
  const store = defineStore('stock', { state: () => ({ records: {} as Record<string, StockRecord> }) })()
  let notified = 0
  store.$subscribe(() => {
    notified += 1
  })
  return drive(
    (key, record) => {
      store.records[key] = record
    },
    () => notified,
  )
}

function structuredCloned(): Promise<Figures> {
  const map = new Map<string, StockRecord>()
  let notified = 0
  return drive(
    (key, record) => {
      map.set(key, structuredClone(record))
      notified += 1
    },
    () => notified,
  )
}

function tinybase(): Promise<Figures> {
  const store = createStore()
  let notified = 0
  store.addRowListener('stock', null, () => {
    notified += 1
  })
  return drive(
    (key, record) => store.setPartialRow('stock', key, { quantity: record.quantity, countedAt: record.countedAt }),
    () => notified,
  )
}

export const scenario: Scenario = {
  name: 'memory-set',
  title: 'State in memory',
  description:
    '2,000 keys, records of about 300 bytes of which one or two fields change, one subscriber told of each write. Ours validates, copies, versions and keeps 50 versions of history; the limit copies the path that changed and calls the subscriber.',
  rounds: 5,
  medium: 'memory',
  contestants: [
    { name: 'path copy', role: 'limit', run: pathCopy },
    { name: 'SRVRA Sync', role: 'ours', run: ours },
    { name: 'valtio', role: 'peer', run: valtio },
    { name: 'Pinia', role: 'peer', run: pinia },
    { name: 'structuredClone', role: 'peer', run: structuredCloned },
    { name: 'TinyBase store', role: 'peer', run: tinybase },
  ],
  targets: (median) => {
    const sets = (name: string): number => median(name, 'set/s')
    return [atLeast('memory-set', '>= 0.3x path copy', sets('SRVRA Sync') / sets('path copy'), 0.3)]
  },
}
