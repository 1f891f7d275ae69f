import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { AxeBuilder } from '@axe-core/playwright'
import type { AlertRule } from '../../src/shared/contract.ts'
import { expect, test } from '../launch.ts'
import { MetricsPage } from '../pages/metrics-page.ts'
import { Workspace } from '../pages/workspace.ts'

/** Fires with the first write. */
const WRITTEN: AlertRule = {
  id: 'written',
  title: 'Somebody wrote',
  severity: 'critical',
  condition: { kind: 'threshold', series: 'srvra_log_position', windowMs: 5000, is: 'above', limit: 0 },
  forMs: 0,
}
const LAG = 'Event loop held up'
const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])

test('V-280, V-281, V-283 the overview says what fires, names it, and leads there', async ({ console: shown }) => {
  const workspace = new Workspace(shown)
  const { page } = workspace
  await expect(page.getByRole('heading', { name: 'Overview' })).toBeAttached()
  await workspace.call('alerts.save-rules', { rules: [WRITTEN] })
  await workspace.loadSample()
  const health = page.getByRole('region', { name: 'Health' })
  await expect(health).toContainText('1 alert fires, unacknowledged: Somebody wrote.')
  await expect(health).not.toContainText('All is well')
  await expect(page.getByRole('region', { name: 'Alerts that fire' })).toContainText('Somebody wrote')
  await expect(page.getByText(/Collecting: \d+ s of data/)).toBeVisible()
  await expect(page.getByRole('img', { name: /Event loop held up in the last hour: from/ })).toBeVisible({ timeout: 20_000 })
  await workspace.call('alerts.acknowledge', { id: 'written' })
  await expect(health).toContainText('1 alert fires, acknowledged: Somebody wrote.')
  await page.getByRole('link', { name: /Event loop held up/ }).click()
  await expect(page.getByRole('heading', { name: LAG })).toBeInViewport()
})

test('V-200, V-284, V-287, V-290 by keys alone a deploy is marked, a chart is saved and a stretch is chosen', async ({
  console: shown,
  dataDir,
}) => {
  const workspace = new Workspace(shown)
  const { page } = workspace
  const metrics = new MetricsPage(page)
  await expect(page.getByRole('heading', { name: 'Overview' })).toBeAttached()
  await workspace.press('g', 'm')
  await expect(metrics.chart(LAG)).toContainText(/longest [\d.]+ (µs|ms|s) · alert above 250\.0 ms/)

  await test.step('a mark', async () => {
    await workspace.press('t', 'm')
    await expect(page.getByRole('dialog', { name: 'Put a mark' })).toBeVisible()
    await page.keyboard.press('Enter')
    await expect(page.getByText('Say what happened')).toBeVisible()
    await page.keyboard.type('deploy 1.2')
    await page.keyboard.press('Enter')
    await expect(page.getByRole('dialog')).toHaveCount(0)
    await expect(metrics.marks.filter({ hasText: 'deploy 1.2' })).toBeVisible()
    await expect(metrics.marks.filter({ hasText: 'Monitoring started' })).toBeVisible()
  })

  await test.step('the chart with the focus as a picture and as figures', async () => {
    const picture = join(dataDir, 'chosen.png')
    await workspace.chooseFiles({ save: picture })
    await metrics
      .chart(LAG)
      .getByRole('button', { name: /as a table/ })
      .focus()
    await workspace.press('t', 's')
    await expect(page.getByText('lag.png is saved', { exact: true })).toBeVisible()
    const bytes = await readFile(picture)
    expect(bytes.subarray(0, 8).equals(PNG)).toBe(true)
    // Of the width that it is drawn at, twice as sharp; and more than an empty sheet.
    expect([bytes.readUInt32BE(16), bytes.readUInt32BE(20)]).toEqual([1920, 720])
    expect(bytes.length).toBeGreaterThan(5000)
    const csv = join(dataDir, 'chosen.csv')
    await workspace.chooseFiles({ save: csv })
    await workspace.press('t', 'c')
    await expect(page.getByText('lag.csv is saved', { exact: true })).toBeVisible()
    expect(await readFile(csv, 'utf8')).toMatch(/^chart,line,at,value\nlag,longest,\d{4}-/)
  })

  await test.step('the table has the mark, and the page is open to everybody', async () => {
    await page.keyboard.press('Enter')
    await expect(page.getByRole('table', { name: LAG })).toContainText(/deploy 1\.2, by /)
    const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze()
    expect(violations).toEqual([])
  })

  await test.step('a stretch that is typed, moved, halved, and left', async () => {
    await workspace.press('t', 'r')
    await expect(page.getByRole('dialog', { name: 'Choose a stretch of time' })).toBeVisible()
    await page.getByLabel(/^From/).fill('2026-01-01T10:00:00')
    await page.getByLabel(/^To/).fill('2026-01-01T09:00:00')
    await page.keyboard.press('Enter')
    await expect(page.getByText('The end must come after the beginning.')).toBeVisible()
    await page.getByLabel(/^To/).fill('2026-01-01T11:00:00')
    await page.keyboard.press('Enter')
    await expect(metrics.state('Paused')).toBeVisible()
    await expect(page.getByText('Nothing was seen in this span')).toBeVisible()
    const [from, to] = await metrics.stretch()
    expect(Math.round((to - from) / 1000)).toBe(3601)
    await workspace.press('t', 'ArrowLeft')
    await expect.poll(async () => Math.round((from - (await metrics.stretch())[0]) / 100)).toBe(Math.round((to - from) / 200))
    await workspace.press('t', 'ArrowUp')
    await expect
      .poll(async () => {
        const [first, last] = await metrics.stretch()
        return Math.round((last - first) / 1000)
      })
      .toBe(1801)
    await workspace.press('t', 'l')
    await expect(metrics.state('Live')).toBeVisible()
    await expect(metrics.chart(LAG)).toContainText('longest')
  })
})

test('V-200 a stretch that is dragged over stands still, again and again', async ({ console: shown }) => {
  const workspace = new Workspace(shown)
  const metrics = new MetricsPage(workspace.page)
  await expect(workspace.page.getByRole('heading', { name: 'Overview' })).toBeAttached()
  await workspace.show('metrics')
  await expect(metrics.chart('Memory of the engine').getByRole('img')).toBeVisible()
  const chart = 'Operations by answer'
  await expect(metrics.chart(chart).getByRole('img')).toBeVisible()
  await metrics.dragOver(chart, 0.4, 0.8)
  await expect(metrics.state('Paused')).toBeVisible()
  const [from, to] = await metrics.stretch()
  expect(to - from).toBeLessThan(10 * 60_000)
  await workspace.press('t', 'l')
  await expect(metrics.state('Live')).toBeVisible()
  await expect(metrics.chart(chart).getByRole('img')).toBeVisible()
  await metrics.dragOver(chart, 0.5, 0.7)
  await expect(metrics.state('Paused')).toBeVisible()
  const [again, end] = await metrics.stretch()
  expect(end - again).toBeLessThan(to - from)
})
