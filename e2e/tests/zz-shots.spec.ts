import { freePort } from '../free-port.ts'
import { expect, test } from '../launch.ts'
import { Workspace } from '../pages/workspace.ts'

test.afterEach(async ({ console }) => {
  await new Workspace(console).call('demo.stop', {})
})

test('shots', async ({ console: shown }) => {
  test.setTimeout(140_000)
  const workspace = new Workspace(shown)
  const { page } = workspace
  await expect(page.getByRole('heading', { name: 'Overview' })).toBeAttached()
  await workspace.call('hub.listen', { port: await freePort() })
  await workspace.call('demo.start', { scenario: 'trading', replicas: 3 })
  await page.waitForTimeout(15000)
  await workspace.call('metrics.mark', { text: 'deploy 1.2' })
  await page.waitForTimeout(15000)
  for (const theme of ['dark', 'light'] as const) {
    await workspace.call('preferences.set', { theme })
    for (const view of ['overview', 'metrics']) {
      await workspace.show(view)
      await page.waitForTimeout(3500)
      await page.screenshot({ path: `/tmp/shots-figures/${view}-${theme}.png` })
    }
    await page.evaluate(() => document.querySelector('.body')?.scrollTo(0, 900))
    await page.waitForTimeout(500)
    await page.screenshot({ path: `/tmp/shots-figures/metrics2-${theme}.png` })
    await page.evaluate(() => document.querySelector('.body')?.scrollTo(0, 9000))
    await page.waitForTimeout(500)
    await page.screenshot({ path: `/tmp/shots-figures/metrics3-${theme}.png` })
  }
})
