import { spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { SrvraDataSync } from '../index.ts'
import { StageTimes } from '../sync/hub/stage-times.ts'
import { sayUntested } from '../testing/faults/say-untested.ts'
import { MetricsRegistry } from './metrics-registry.ts'
import type { MetricGroup } from './reading.ts'
import { serveMetrics } from './serve-metrics.ts'
import { UNTIMED_COMMITS } from '../state/commit-times.ts'

const FIGURES = { residentBytes: 5, heapUsedBytes: 4, eventLoopLagSeconds: 0.25 }
const EVERYTHING: readonly MetricGroup[] = ['sync', 'conflicts', 'performance']

function registryOf(engine: SrvraDataSync, groups = EVERYTHING, stages = new StageTimes(() => 0)): MetricsRegistry {
  const registry = new MetricsRegistry(
    { statistics: () => engine.getStatistics(), figures: () => FIGURES, stages, commits: UNTIMED_COMMITS },
    groups,
  )
  onTestFinished(() => registry.close())
  return registry
}

function has(command: string): boolean {
  return spawnSync(command, ['--version']).error === undefined
}

async function hubEngine(): Promise<SrvraDataSync> {
  const engine = new SrvraDataSync({ listen: { port: 0, host: '127.0.0.1' } })
  onTestFinished(() => engine.close())
  expect((await engine.listening).status).toBe('listening')
  return engine
}

test('O-1 counts are those of the statistics at the moment of asking, and what an engine does not have is not said', async () => {
  const engine = new SrvraDataSync()
  onTestFinished(() => engine.close())
  const registry = registryOf(engine)
  engine.setState('a', 1)
  expect(await registry.text()).toContain('\nsrvra_writes_total 1\n')
  engine.setState('a', 2)
  const text = await registry.text()
  expect(text).toContain('\nsrvra_writes_total 2\n')
  expect(text).toContain('\nsrvra_documents 1\n')
  expect(text).toContain('\nsrvra_event_loop_lag_seconds 0.25\n')
  expect(text).not.toMatch(/^srvra_(hub|replica)/m)
})

test('O-2 neither keys nor values are in the metrics, and each group can be left out', async () => {
  const engine = await hubEngine()
  engine.setState('patients/secret-key', { note: 'secret-value' })
  expect(await registryOf(engine).text()).not.toMatch(/secret/)
  const conflicts = await registryOf(engine, ['conflicts']).text()
  expect(conflicts.match(/^# TYPE \S+/gm)).toEqual(['# TYPE srvra_conflicts_open', '# TYPE srvra_conflicts_waiting'])
})

test('O-3 stages are measured while somebody observes, whether they end well or not', async () => {
  let now = 0
  let readings = 0
  const stages = new StageTimes(() => {
    readings++
    return now
  })
  stages.time('merge', () => undefined)
  expect(readings).toBe(0)
  const registry = registryOf(new SrvraDataSync(), EVERYTHING, stages)
  const failing = (): void =>
    stages.time('validate', () => {
      now += 200
      throw new Error('no')
    })
  expect(failing).toThrow('no')
  expect(await registry.text()).toContain('srvra_hub_stage_seconds_sum{stage="validate"} 0.2')
  registry.close()
  stages.time('merge', () => undefined)
  expect(readings).toBe(2)
})

test('O-3 a push goes through the stages of the hub', async () => {
  const hub = await hubEngine()
  const { url } = await hub.monitoring.serve({ host: '127.0.0.1', port: 0 })
  const state = hub.listenState
  if (state.status !== 'listening') throw new Error(state.status)
  const replica = new SrvraDataSync({ nodes: [state.url] })
  onTestFinished(() => replica.close())
  expect((await replica.setState('a', 1).synced).outcome).toBe('committed')
  const text = await (await fetch(url)).text()
  expect(text).toMatch(/srvra_hub_operations_total\{answer="committed"\} 1\n/)
  for (const stage of ['validate', 'commit', 'push']) expect(text).toContain(`srvra_hub_stage_seconds_count{stage="${stage}"} 1`)
})

test('O-4 metrics are served at /metrics and nowhere else, and a port that is taken is said', async () => {
  const engine = await hubEngine()
  const { url } = await engine.monitoring.serve({ host: '127.0.0.1', port: 0 })
  const answer = await fetch(url)
  expect(answer.status).toBe(200)
  expect(answer.headers.get('content-type')).toContain('text/plain; version=0.0.4')
  expect((await fetch(new URL('/', url))).status).toBe(404)
  expect((await fetch(url, { method: 'POST' })).status).toBe(405)
  await expect(engine.monitoring.serve({ host: '127.0.0.1', port: Number(new URL(url).port) })).rejects.toMatchObject({
    code: 'E_LISTEN',
  })
  await engine.close()
  await expect(fetch(url)).rejects.toThrow('fetch failed')
  const failing = { contentType: 'text/plain', text: () => Promise.reject(new Error('closed')) }
  const server = await serveMetrics(failing, { host: '127.0.0.1', port: 0 })
  onTestFinished(() => server.close())
  expect((await fetch(server.url)).status).toBe(500)
})

test('O-5 promtool has nothing to say against the metrics', async () => {
  if (!has('promtool')) return sayUntested('the metrics by promtool', 'promtool is not installed')
  const engine = await hubEngine()
  const { status, stdout, stderr } = spawnSync('promtool', ['check', 'metrics'], { input: await registryOf(engine).text() })
  expect({ status, said: `${String(stdout)}${String(stderr)}` }).toEqual({ status: 0, said: '' })
})

test('O-5 Prometheus scrapes them', { timeout: 60_000 }, async () => {
  if (!has('prometheus')) return sayUntested('a scrape by Prometheus', 'prometheus is not installed')
  const engine = await hubEngine()
  engine.setState('a', 1)
  const { url } = await engine.monitoring.serve({ host: '127.0.0.1', port: 0 })
  const dir = mkdtempSync(join(tmpdir(), 'srvra-prometheus-'))
  const port = await freePort()
  const jobs = `[{ job_name: srvra, scrape_interval: 1s, static_configs: [{ targets: ['${new URL(url).host}'] }] }]`
  writeFileSync(join(dir, 'prometheus.yml'), `scrape_configs: ${jobs}\n`)
  const args = [`--config.file=${dir}/prometheus.yml`, `--storage.tsdb.path=${dir}/data`, `--web.listen-address=127.0.0.1:${port}`]
  const child = spawn('prometheus', args, { stdio: 'ignore' })
  const ended = new Promise((resolve) => child.once('exit', resolve))
  onTestFinished(async () => {
    child.kill()
    await ended
    rmSync(dir, { recursive: true })
  })
  await expect.poll(() => queried(port, 'srvra_writes_total'), { timeout: 50_000, interval: 250 }).toBe('1')
})

/** The value that Prometheus has of a metric; undefined while it has none, or does not answer yet. */
async function queried(port: number, metric: string): Promise<string | undefined> {
  const answer = await fetch(`http://127.0.0.1:${port}/api/v1/query?query=${metric}`).catch(() => undefined)
  if (!answer?.ok) return undefined
  const { data } = (await answer.json()) as { data: { result: { value: [number, string] }[] } }
  return data.result[0]?.value[1]
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => {
    server.close(resolve)
  })
  return port
}
