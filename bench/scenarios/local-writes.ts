import { closeSync, fdatasyncSync, openSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { percentile, timedEach } from '../harness/measure.ts'
import { atLeast, atMost, type Figures, type RunContext, type Scenario } from '../harness/scenario.ts'
import { automerge } from './local-writes/automerge.ts'
import { srvraSync } from './local-writes/ours.ts'
import { pouchdb } from './local-writes/pouchdb.ts'
import { rawSqlite } from './local-writes/raw-sqlite.ts'
import { tinybase } from './local-writes/tinybase.ts'
import { yjsSqlite } from './local-writes/yjs-sqlite.ts'

/** What the disk itself takes for an append of 4 KiB that is on it at return. */
function fsyncOnly(context: RunContext): Figures {
  const file = openSync(join(context.dir, 'file'), 'w')
  const page = Buffer.alloc(4096, 1)
  const times = timedEach(4_000, () => {
    writeSync(file, page)
    fdatasyncSync(file)
  })
  closeSync(file)
  return { 'p50 ms': percentile(times, 0.5), 'p99.9 ms': percentile(times, 0.999) }
}

const PEERS = ['Yjs, updates in SQLite (NORMAL)', 'TinyBase, SQLite (NORMAL)', 'PouchDB (no fsync)', 'Automerge (no disk)']

export const scenario: Scenario = {
  name: 'local-writes',
  title: 'Local durable writes',
  description:
    '2,000 keys, records of about 300 bytes of which one or two fields change; 4,000 writes one by one, then 20,000 in batches of 100, on the disk. FULL: on the disk at return. NORMAL: after a power cut the last writes may be gone.',
  rounds: 5,
  contestants: [
    { name: 'fsync of 4 KiB', role: 'limit', run: fsyncOnly },
    { name: 'raw SQLite FULL', role: 'limit', run: (context) => rawSqlite(context, 'FULL') },
    { name: 'SRVRA Sync FULL', role: 'ours', run: (context) => srvraSync(context, 'FULL') },
    { name: 'raw SQLite NORMAL', role: 'limit', run: (context) => rawSqlite(context, 'NORMAL') },
    { name: 'SRVRA Sync NORMAL', role: 'ours', run: (context) => srvraSync(context, 'NORMAL') },
    { name: PEERS[0] as string, role: 'peer', run: yjsSqlite },
    { name: PEERS[1] as string, role: 'peer', run: tinybase },
    { name: PEERS[2] as string, role: 'peer', run: pouchdb },
    { name: PEERS[3] as string, role: 'peer', run: automerge },
  ],
  targets: (median) => {
    const single = (name: string): number => median(name, 'single ops/s')
    const batch = (name: string): number => median(name, 'batch ops/s')
    const full = 'SRVRA Sync FULL'
    const normal = 'SRVRA Sync NORMAL'
    return [
      atLeast('local-full-single', '>= 0.85x raw SQLite FULL, one write each', single(full) / single('raw SQLite FULL'), 0.85),
      atLeast('local-full-batch', '>= 0.6x raw SQLite FULL, 100 a batch', batch(full) / batch('raw SQLite FULL'), 0.6),
      ...PEERS.map((peer) => atLeast('local-full-batch', `ahead of ${peer}, 100 a batch`, batch(full) / batch(peer), 1)),
      atLeast(
        'local-normal-single',
        '>= 0.6x raw SQLite NORMAL, one write each',
        single(normal) / single('raw SQLite NORMAL'),
        0.6,
      ),
      atLeast('local-normal-single', '>= 1x Yjs + SQLite', single(normal) / single(PEERS[0] as string), 1),
      atLeast('local-normal-single', '>= 4x PouchDB', single(normal) / single(PEERS[2] as string), 4),
      atMost(
        'write-tail',
        'p99.9 of a durable write <= 0.5 ms beyond the fsync alone (ms)',
        median(full, 'p99.9 ms') - median('fsync of 4 KiB', 'p99.9 ms'),
        0.5,
      ),
    ]
  },
}
