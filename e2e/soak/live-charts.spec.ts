import type { CDPSession } from '@playwright/test'
import { freePort } from '../free-port.ts'
import { expect, launchConsole, test } from '../launch.ts'
import { Workspace } from '../pages/workspace.ts'
import { fillSeries } from './fill-series.ts'

const MINUTES = Number(process.env['SRVRA_SOAK_MINUTES'] ?? 10)
const MINUTE = 60_000
/** What the charts show from the start, and a little more. */
const SPAN_MS = 16 * MINUTE
/** Of the heap, the nodes and the listeners: what a garbage collection leaves differs by as much from one to the next. */
const MOST_GROWTH = 0.1

interface Footprint {
  readonly heap: number
  readonly nodes: number
  readonly listeners: number
}

/** What the page holds on to once everything that is not needed is gone. */
async function footprint(session: CDPSession): Promise<Footprint> {
  await session.send('HeapProfiler.collectGarbage')
  const { usedSize } = await session.send('Runtime.getHeapUsage')
  const { nodes, jsEventListeners } = await session.send('Memory.getDOMCounters')
  return { heap: usedSize, nodes, listeners: jsEventListeners }
}

function median(values: readonly number[]): number {
  return values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? Number.NaN
}

test('V-292 live charts leave the memory of the page flat while replicas work', async ({ dataDir }) => {
  fillSeries(dataDir, SPAN_MS)
  const shown = await launchConsole(dataDir)
  const workspace = new Workspace(shown)
  const { page } = workspace
  await expect(page.getByRole('heading', { name: 'Overview' })).toBeAttached()
  await workspace.call('hub.listen', { port: await freePort() })
  await workspace.call('demo.start', { scenario: 'trading', replicas: 3 })
  await workspace.show('metrics')
  await expect(page.getByRole('region', { name: 'Operations by answer' })).toContainText(/committed [\d.]+\/s/)
  const session = await page.context().newCDPSession(page)
  const seen: Footprint[] = []
  for (let minute = 1; minute <= MINUTES; minute++) {
    await page.waitForTimeout(MINUTE)
    const now = await footprint(session)
    seen.push(now)
    console.log(`minute ${minute}: heap ${(now.heap / 1e6).toFixed(2)} MB, ${now.nodes} nodes, ${now.listeners} listeners`)
  }
  await expect(page.getByRole('main').getByText('Live', { exact: true })).toBeVisible()
  // A demo outlives its console, and would keep the folder from going.
  await workspace.call('demo.stop', {})
  await shown.app.close()
  const change = (figure: keyof Footprint): number =>
    median(seen.slice(-3).map((each) => each[figure])) / median(seen.slice(1, 4).map((each) => each[figure])) - 1
  const changes = { heap: change('heap'), nodes: change('nodes'), listeners: change('listeners') }
  console.log(`from minutes 2 to 4 to the last three: ${JSON.stringify(changes)}`)
  expect(changes.heap).toBeLessThan(MOST_GROWTH)
  expect(changes.nodes).toBeLessThan(MOST_GROWTH)
  expect(changes.listeners).toBeLessThan(MOST_GROWTH)
})
