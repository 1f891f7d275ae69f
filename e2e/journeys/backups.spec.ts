import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { freePort } from '../free-port.ts'
import { expect, test } from '../launch.ts'
import { ClientsPage } from '../pages/clients-page.ts'
import { Workspace } from '../pages/workspace.ts'

const ARTICLES = 40
const SHOPS = Array.from({ length: 25 }, (_, index) => `shop-${String(index + 1).padStart(2, '0')}`)

// A demo outlives its console, and would keep the test's from ending.
test.afterEach(async ({ console }) => {
  await new Workspace(console).call('demo.stop', {})
})

test('B-25, B-26, V-270, V-276 data wrecked under load is restored to the second before, and the fleet comes to the same', async ({
  console,
  dataDir,
}) => {
  test.setTimeout(300_000)
  const workspace = new Workspace(console)
  const clients = new ClientsPage(workspace)
  const { page } = workspace
  await expect(page.getByRole('heading', { name: 'Overview' })).toBeAttached()
  await workspace.call('hub.listen', { port: await freePort() })

  await test.step('backups are set up, and the first is made while shops write', async () => {
    await clients.runDemo('Inventory')
    await clients.haveBeenLive('shop-', SHOPS.length)
    await workspace.show('backups')
    await page.getByRole('button', { name: 'Set up backups…' }).click()
    const target = join(dataDir, '..', `backups-${Date.now()}`)
    mkdirSync(target)
    await page.getByRole('textbox', { name: 'Folder' }).fill(target)
    await workspace.press('Control+Enter')
    await expect.poll(async () => (await workspace.call('backups.status', {})).backups, { timeout: 60_000 }).toBeGreaterThan(0)
    await expect(page.getByRole('status').first()).toBeVisible()
  })

  const before = await wreck(workspace)

  await test.step('the wizard leads to the second before, shows what comes back, and restores', async () => {
    const reached = async () => (await workspace.call('backups.status', {})).window?.toSeq ?? 0
    await expect.poll(reached, { timeout: 60_000 }).toBeGreaterThanOrEqual(before)
    await page.getByRole('button', { name: 'Restore…', exact: true }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('textbox', { name: 'Or after operation' }).fill(String(before))
    await workspace.press('Tab')
    await workspace.press('Control+Enter')
    await expect(dialog.getByRole('grid', { name: 'Documents that would change' })).toBeVisible({ timeout: 60_000 })
    await expect(dialog.getByRole('grid').getByText('inventory/article-000')).toBeVisible()
    await workspace.press('Control+Enter')
    await dialog.getByRole('radio', { name: /In place/ }).click()
    await dialog.getByRole('button', { name: /^Restore .* in place$/ }).click()
    await expect(dialog.getByText(`Restored to operation ${before.toLocaleString('en-US')}.`)).toBeVisible({ timeout: 60_000 })
    await dialog.getByRole('button', { name: 'Close' }).last().click()
  })

  await test.step('everything is there again, and every shop comes to hold it', async () => {
    expect((await workspace.call('documents.get', { key: 'inventory/article-000' }))?.deleted).toBe(false)
    expect((await workspace.call('backups.kept', {})).length).toBe(1)
    await clients.haveBeenLive('shop-', SHOPS.length)
    const { seq } = (await workspace.call('engine.overview', {})).head
    // Coming back, each shop compares what it holds with the hub.
    await workspace.call('demo.set-online', { replicas: SHOPS, online: false })
    await expect.poll(async () => (await workspace.call('demo.offline', {})).length).toBe(SHOPS.length)
    await workspace.call('demo.set-online', { replicas: SHOPS, online: true })
    for (const id of await clients.idsOf('shop-')) await clients.converged(id, seq)
    await workspace.show('state')
    await expect(page.getByRole('grid').getByText('inventory/article-000')).toBeVisible()
  })
})

/** Deletes all articles at once, as somebody does who selected too much. Answers the last operation before. */
async function wreck(workspace: Workspace): Promise<number> {
  const keys = Array.from({ length: ARTICLES }, (_, n) => `inventory/article-${String(n).padStart(3, '0')}`)
  const { seq } = (await workspace.call('engine.overview', {})).head
  await workspace.call('documents.delete-many', { keys, expectedCount: ARTICLES, reason: 'selected too much' })
  const gone = async (): Promise<boolean | undefined> =>
    (await workspace.call('documents.get', { key: keys.at(-1) ?? '' }))?.deleted
  await expect.poll(gone).toBe(true)
  return seq
}
