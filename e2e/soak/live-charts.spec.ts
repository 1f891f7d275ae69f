import type { CDPSession } from '@playwright/test'
import { freePort } from '../free-port.ts'
import { expect, test } from '../launch.ts'
import { Workspace } from '../pages/workspace.ts'

const MINUTES = Number(process.env['SRVRA_SOAK_MINUTES'] ?? 10)
const MINUTE = 60_000
/** The span fills up while figures come in: what that takes is no leak. */
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

// A demo outlives its console, and would keep the test's from ending.
test.afterEach(async ({ console }) => {
  await new Workspace(console).call('demo.stop', {})
})

test('V-292 live charts leave the memory of the page flat while replicas work', async ({ console: shown }) => {
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
  const change = (figure: keyof Footprint): number =>
    median(seen.slice(-3).map((each) => each[figure])) / median(seen.slice(1, 4).map((each) => each[figure])) - 1
  const changes = { heap: change('heap'), nodes: change('nodes'), listeners: change('listeners') }
  console.log(`from minutes 2 to 4 to the last three: ${JSON.stringify(changes)}`)
  expect(changes.heap).toBeLessThan(MOST_GROWTH)
  expect(changes.nodes).toBeLessThan(MOST_GROWTH)
  expect(changes.listeners).toBeLessThan(MOST_GROWTH)
})
