import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import type { AlertRule } from '../../src/shared/contract.ts'
import { freePort } from '../free-port.ts'
import { expect, test } from '../launch.ts'
import { Workspace } from '../pages/workspace.ts'

/** Every commit takes longer than no time at all: it fires on true figures as soon as anybody trades. */
const LATENCY: AlertRule = {
  id: 'any-latency',
  title: 'Commits take time',
  severity: 'critical',
  condition: {
    kind: 'mean',
    sum: 'srvra_hub_stage_seconds_sum{stage="commit"}',
    count: 'srvra_hub_stage_seconds_count{stage="commit"}',
    windowMs: 60_000,
    is: 'above',
    limit: 0,
  },
  forMs: 0,
}

// A demo outlives its console, and would keep the test's from ending.
test.afterEach(async ({ console }) => {
  await new Workspace(console).call('demo.stop', {})
})

test('O-25, V-191, V-192, V-193, V-200, V-205, V-216 a latency alert fires while desks trade, is acknowledged by a key and silenced', async ({
  console,
}) => {
  test.setTimeout(120_000)
  const workspace = new Workspace(console)
  const { page } = workspace
  await expect(page.getByRole('heading', { name: 'Overview' })).toBeAttached()
  await workspace.call('hub.listen', { port: await freePort() })
  await workspace.call('alerts.save-rules', { rules: [LATENCY] })
  await workspace.call('demo.start', { scenario: 'trading', replicas: 3 })
  await expect(page.getByRole('link', { name: /Alerts 1 firing/ })).toBeVisible({ timeout: 60_000 })
  await workspace.press('g')
  await workspace.press('a')
  const alert = page.getByRole('grid', { name: 'Alerts', exact: true }).getByRole('row')
  await expect(alert).toContainText('Critical')
  await expect(alert).toContainText(/Now 0\.\d+\. Fires since/)
  await workspace.press('a')
  await expect(alert).toContainText('Acknowledged by')
  await workspace.press('s')
  await expect(page.getByRole('dialog', { name: 'Silence the alert' })).toBeVisible()
  await page.keyboard.press('Control+Enter')
  await expect(alert).toContainText('Silenced by')
  await workspace.press('u')
  await expect(alert).not.toContainText('Silenced by')
  await page.getByRole('tab', { name: 'History' }).click()
  await expect(page.getByRole('list', { name: 'History of alerts' })).toContainText('Commits take time: was silenced')

  await test.step('two keys lead from the alert to its cause, and back to live', async () => {
    await page.getByRole('tab', { name: 'Alerts', exact: true }).click()
    // The figures of an alert that fired just now are not there yet, and a stretch that stands still gets no more.
    await expect(async () => {
      await workspace.show('overview')
      await expect(page.getByRole('heading', { name: 'Overview' })).toBeAttached()
      await workspace.press('g', 'a')
      await expect(alert).toHaveAttribute('aria-selected', 'true')
      await expect(page.getByRole('grid', { name: 'Alerts', exact: true })).toBeFocused()
      await page.keyboard.press('Enter')
      await expect(page.getByRole('main').getByText('Paused', { exact: true })).toBeVisible()
      const stages = page.getByRole('region', { name: 'Time of a push, by stage' })
      await expect(stages).toContainText(/commit [\d.]+ (µs|ms)/, { timeout: 3000 })
    }).toPass({ timeout: 60_000 })
    await page.getByRole('button', { name: 'Show Time of a push, by stage as a table' }).click()
    await expect(page.getByRole('table', { name: 'Time of a push, by stage' })).toContainText('commit')
    await workspace.press('t', 'l')
    await expect(page.getByRole('main').getByText('Live', { exact: true })).toBeVisible()
    await expect(page.getByRole('region', { name: 'Operations by answer' })).toContainText(/committed [\d.]+\/s/)
  })
})

test('V-216, V-217, V-218 a rule that was made by keyboard fires on a true condition', async ({ console }) => {
  const workspace = new Workspace(console)
  const { page } = workspace
  await expect(page.getByRole('heading', { name: 'Overview' })).toBeAttached()
  await workspace.show('alerts?tab=rules')
  await expect(page.getByRole('grid', { name: 'Alert rules' })).toBeFocused()
  await page.keyboard.press('n')
  const form = page.getByRole('dialog', { name: 'New alert rule' })
  await form.getByLabel('What is wrong when it fires').fill('<b>Memory</b> is taken')
  await form.getByLabel('Metric', { exact: true }).fill('srvra_process_resident_memory_bytes')
  await page.keyboard.press('Control+Enter')
  await expect(form.getByLabel('Limit')).toHaveAttribute('aria-invalid', 'true')
  await form.getByLabel('Limit').fill('1')
  await form.getByLabel('For at least (seconds)').fill('0')
  await expect(form.getByRole('status')).toHaveText('It fires when srvra_process_resident_memory_bytes above 1, at once.')
  await page.keyboard.press('Control+Enter')
  await expect(form).toBeHidden()
  await page.keyboard.press('Control+s')
  const review = page.getByRole('dialog', { name: 'Save the alert rules' })
  await expect(review.getByRole('list', { name: 'Changes of the rules' })).toContainText('Added')
  await page.keyboard.press('Control+Enter')
  await expect(review).toBeHidden()
  await page.getByRole('tab', { name: 'Alerts', exact: true }).click()
  const first = page.getByRole('grid', { name: 'Alerts', exact: true }).getByRole('row').first()
  await expect(first).toContainText('<b>Memory</b> is taken', { timeout: 20_000 })
  await expect(first).toContainText('Fires since')
})

test('V-219, V-220 a test reaches a webhook that the operator has set, and what came of it is shown', async ({ console }) => {
  const bodies: string[] = []
  const server = createServer((request, response) => {
    const take = async (): Promise<void> => {
      bodies.push(await text(request))
      response.writeHead(204).end()
    }
    void take()
  })
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const workspace = new Workspace(console)
  const { page } = workspace
  await expect(page.getByRole('heading', { name: 'Overview' })).toBeAttached()
  await workspace.show('alerts?tab=notifiers')
  await expect(page.getByText('Nobody outside is told')).toBeVisible()
  await page.getByRole('button', { name: 'Tell somebody…' }).click()
  const dialog = page.getByRole('dialog', { name: 'Who is told of alerts' })
  await dialog.getByRole('switch').click()
  await dialog.getByRole('textbox', { name: /address|url/i }).fill(`http://127.0.0.1:${port}/hook`)
  await dialog.getByLabel(/secret/i).fill('a secret of some length')
  await page.keyboard.press('Control+Enter')
  await expect(dialog).toBeHidden()
  await page.getByRole('tab', { name: 'Alerts', exact: true }).click()
  await page.getByRole('grid', { name: 'Alerts', exact: true }).focus()
  await page.keyboard.press('t')
  await expect.poll(() => bodies.length).toBe(1)
  expect(JSON.parse(bodies[0] ?? '')).toMatchObject({ what: 'test' })
  await page.getByRole('tab', { name: 'Receivers' }).click()
  await expect(page.getByRole('list', { name: `Deliveries to webhook 127.0.0.1:${port}` })).toContainText('Delivered')
  server.close()
})
