import { execFileSync } from 'node:child_process'
import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { writeCities } from '../../engine/testing/cities.ts'
import { atLeast, atMost, type Figures, type RunContext, type Scenario } from '../harness/scenario.ts'

const CITIES = 135_233
const SRVRA = fileURLToPath(new URL('../../engine/cli/bin.js', import.meta.url))

interface Answer {
  readonly seconds: number
  readonly peakMiB: number
  readonly json: Readonly<Record<string, unknown>>
}

/** Runs the command line as an operator would, under the system's own accounting of its memory. */
function srvra(...args: readonly string[]): Answer {
  const before = performance.now()
  const stdout = execFileSync('/usr/bin/env', ['node', '--import', PEAK, SRVRA, ...args, '--json'], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    stdio: ['ignore', 'pipe', 'ignore', 'pipe'],
  })
  const seconds = (performance.now() - before) / 1000
  const lines = stdout.split('\n').filter((line) => line !== '')
  const peakKiB = Number(lines.pop()?.slice(PEAK_MARK.length))
  return { seconds, peakMiB: peakKiB / 1024, json: JSON.parse(lines.at(-1) ?? '') as Answer['json'] }
}

const PEAK_MARK = 'peak-kib:'
const PEAK = `data:text/javascript,process.on('exit',()=>process.stdout.write('\\n${PEAK_MARK}'+process.resourceUsage().maxRSS+'\\n'))`

function ours({ dir }: RunContext): Figures {
  const file = join(dir, 'cities.ndjson')
  const back = join(dir, 'back.ndjson')
  writeCities(file, 'ndjson')
  const store = join(dir, 'store')
  const imported = srvra('import', file, '--key', 'cities/{country}/{cityId}', '--data', store)
  const again = srvra('import', file, '--key', 'cities/{country}/{cityId}', '--data', store)
  const verified = srvra('verify', '--data', store)
  const stats = srvra('stats', '--data', store)
  const exported = srvra('export', back, '--metadata', '--data', store)
  const copy = join(dir, 'copy')
  srvra('import', back, '--data', copy)
  const digest = srvra('verify', '--data', copy).json['digest']
  if (stats.json['documents'] !== CITIES) throw new Error(`${String(stats.json['documents'])} documents`)
  if (stats.json['changes'] !== CITIES) throw new Error('importing the same file again made changes')
  if (digest === undefined || digest !== verified.json['digest']) throw new Error('the re-imported store has another digest')
  const bytes = readdirSync(store).reduce((sum, name) => sum + statSync(join(store, name)).size, 0)
  return {
    'import rows/s': CITIES / imported.seconds,
    'import peak MiB': imported.peakMiB,
    'import again rows/s': CITIES / again.seconds,
    'export rows/s': CITIES / exported.seconds,
    'verify rows/s': CITIES / verified.seconds,
    'file MiB': bytes / 2 ** 20,
    'source MiB': statSync(file).size / 2 ** 20,
    'stats s': stats.seconds,
  }
}

export const scenario: Scenario = {
  name: 'cities',
  title: 'All the cities of the world, by the command line',
  description:
    '135,233 real documents: `srvra import` (check of the whole file, then one atomic write), the same import again (nothing changes), `verify`, `stats`, `export`, and an import of the export into a new store whose digest must be equal. Whole processes, start-up included.',
  rounds: 3,
  contestants: [{ name: 'SRVRA Sync', role: 'ours', run: ours }],
  targets: (median) => [
    atLeast('import', 'at least 10,000 rows/s, start to end', median('SRVRA Sync', 'import rows/s'), 10_000),
    atMost('import-memory', 'at most 400 MiB whatever the size of the file', median('SRVRA Sync', 'import peak MiB'), 400),
  ],
}
