import { AxeBuilder } from '@axe-core/playwright'
import { ask } from '../bridge.ts'
import { freePort } from '../free-port.ts'
import { expect, killConsole, launchConsole, test, type Console } from '../launch.ts'
import { ClientsPage } from '../pages/clients-page.ts'
import { Workspace } from '../pages/workspace.ts'

const SHOPS = 25

/** A console whose hub listens where no other program does, now and after a restart. */
async function startConsole(dataDir: string): Promise<Console> {
  const console = await launchConsole(dataDir)
  await expect(console.page.getByRole('heading', { name: 'Overview' })).toBeAttached()
  expect(await ask(console.page, 'hub.listen', { port: await freePort() })).toMatchObject({ status: 'listening' })
  return console
}

/** Changes a document at the hub, as often as it takes: shops write there at the same time. */
async function changePrice(workspace: Workspace, key: string, price: number): Promise<void> {
  await expect(async () => {
    const document = await workspace.call('documents.get', { key })
    const value = document?.value as Record<string, unknown>
    await workspace.call('documents.set', {
      key,
      baseVersion: document?.version ?? 0,
      text: JSON.stringify({ ...value, price }),
    })
  }).toPass({ timeout: 20_000 })
}

test('V-142 25 shops sync live, come back after being unplugged, and after the console was killed', async ({ dataDir }) => {
  test.setTimeout(400_000)
  const first = await startConsole(dataDir)
  const workspace = new Workspace(first)
  const clients = new ClientsPage(workspace)
  const { page } = first

  await test.step('run the demo from the empty state', async () => {
    await clients.runDemo('Inventory')
    await clients.haveBeenLive('shop-', SHOPS)
    await expect(clients.row('shop-07').getByText('Live')).toBeVisible({ timeout: 60_000 })
    await expect(
      page.getByRole('button', { name: /The hub listens at ws:\/\/127\.0\.0\.1:\d+, \d+ clients are connected/ }),
    ).toBeVisible()
  })

  await test.step('an editor keeps what is typed while shops write the same document', async () => {
    await workspace.show('state?key=inventory/article-000')
    await expect(workspace.inspector).toHaveText('inventory/article-000')
    await page.getByRole('button', { name: /^Edit/ }).click()
    const editor = page.locator('.cm-content').first()
    await expect(editor).toBeFocused()
    await workspace.press('Control+a')
    await page.keyboard.insertText('{ "mine": "unfinished')
    await changePrice(workspace, 'inventory/article-000', 1)
    await expect(page.getByRole('button', { name: 'Rebase' })).toBeVisible()
    await expect(editor).toHaveText('{ "mine": "unfinished')
    await workspace.call('drafts.drop', { key: 'inventory/article-000' })
  })

  await test.step('unplug five, edit at the hub, plug in: all converge', async () => {
    await workspace.show('clients')
    await expect(clients.row('shop-05')).toBeVisible()
    await clients.row('shop-01').click()
    await clients.row('shop-05').click({ modifiers: ['Shift'] })
    await page.getByRole('button', { name: 'Unplug 5' }).click()
    await expect(workspace.table.getByText('Unplugged')).toHaveCount(5, { timeout: 30_000 })
    const [shop] = await clients.idsOf('shop-01')
    const before = (await clients.inspect(shop ?? '')).client.appliedSeq
    for (let article = 0; article < 5; article++) await changePrice(workspace, `inventory/article-00${article}`, 1000 + article)
    await expect.poll(async () => (await clients.inspect(shop ?? '')).client.lag).toBeGreaterThan(4)
    expect((await clients.inspect(shop ?? '')).client.appliedSeq).toBe(before)

    const edited = (await workspace.call('engine.overview', {})).head.seq
    await clients.demo.getByRole('button', { name: 'Plug in all 5' }).click()
    await expect(workspace.table.getByText('Unplugged')).toHaveCount(0, { timeout: 60_000 })
    const ids = await clients.idsOf('shop-')
    expect(ids).toHaveLength(SHOPS)
    for (const id of ids.slice(0, 5)) await clients.converged(id, edited)
    for (const id of ids) await clients.converged(id, 0)
    // Others go on selling meanwhile, so that a few changes are always under way.
    for (const id of ids)
      await expect.poll(async () => (await clients.inspect(id)).client.lag, { timeout: 60_000 }).toBeLessThan(25)
    // Shops lose their connections by themselves, too: whoever is away right now is asked when he is back.
    const equal = page.getByRole('complementary', { name: 'Inspector' }).getByText('Equal')
    await expect(async () => {
      await expect(clients.row('shop-01').getByText('Live')).toBeVisible()
      await clients.row('shop-01').click()
      await expect(equal).toBeVisible({ timeout: 2000 })
    }).toPass({ timeout: 90_000 })
  })

  const { seq } = (await workspace.call('engine.overview', {})).head
  await killConsole(first)

  await test.step('the next console finds the demo, and the shops come back by themselves', async () => {
    const second = await launchConsole(dataDir)
    const again = new ClientsPage(new Workspace(second))
    expect(await ask(second.page, 'demo.state', {})).toMatchObject({ status: 'running', scenario: 'inventory', replicas: SHOPS })
    expect((await ask(second.page, 'engine.overview', {})).head.seq).toBeGreaterThanOrEqual(seq)
    // A console that only just started may still be on its way to its first view.
    await expect(async () => {
      await again.workspace.show('clients')
      await expect(again.demo).toBeVisible({ timeout: 2000 })
    }).toPass({ timeout: 30_000 })
    await again.haveBeenLive('shop-', SHOPS)
    for (const id of await again.idsOf('shop-')) await again.converged(id, seq)
    await again.demo.getByRole('button', { name: 'Stop demo' }).click()
    await expect(again.demo).toBeHidden({ timeout: 30_000 })
    expect(await again.live('')).toBe(0)
    await second.app.close()
  })
})

for (const theme of ['dark', 'light'] as const) {
  test(`no part of clients and demos breaks a rule of accessibility, ${theme}`, async ({ dataDir }) => {
    test.setTimeout(180_000)
    const console = await startConsole(dataDir)
    const workspace = new Workspace(console)
    const clients = new ClientsPage(workspace)
    const { page } = console
    await page.emulateMedia({ reducedMotion: 'reduce' })
    await workspace.call('preferences.set', { theme })
    await expect.poll(() => page.evaluate(() => getComputedStyle(document.documentElement).colorScheme)).toBe(theme)
    const look = async (what: string): Promise<void> => {
      const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze()
      expect(violations.map(({ id, nodes }) => `${what}: ${id} ${nodes[0]?.html}`)).toEqual([])
    }
    await workspace.show('clients')
    await expect(page.getByText('Nobody has connected yet')).toBeVisible()
    await look('empty')
    await page.getByRole('button', { name: /The hub listens at/ }).click()
    await expect(page.getByRole('dialog')).toBeVisible()
    await look('connect')
    await workspace.press('Escape')
    await page.getByRole('button', { name: 'Run demo…' }).first().click()
    await expect(page.getByRole('dialog')).toBeVisible()
    await look('demo dialog')
    await workspace.press('Escape')
    await clients.runDemo('Clinic')
    await clients.row('ward-02').click()
    await expect(page.getByRole('region', { name: 'Lanes' })).toBeVisible()
    await look('clients')
    await workspace.table.focus()
    // All of them, as any one ward may be unplugged by itself just now.
    await workspace.press('Control+a')
    await look('selection')
    await page.getByRole('button', { name: 'Disconnect…' }).click()
    await expect(page.getByRole('dialog')).toContainText('connect again by themselves')
    await look('disconnect')
    await workspace.press('Escape')
    await workspace.show('overview')
    await expect(page.getByText('Clients connected')).toBeVisible()
    await look('overview')
    await workspace.call('demo.stop', {})
    await console.app.close()
  })
}

test('V-135 a port that another program has is said in the top bar, with a choice', async ({ dataDir }) => {
  const other = await startConsole(dataDir)
  const taken = await ask(other.page, 'hub.state', {})
  if (taken.status !== 'listening') throw new Error('The first console does not listen.')
  const { page, app } = await launchConsole(`${dataDir}/second`)
  await page.getByRole('button', { name: /How to connect$/ }).click()
  await page.getByLabel('Port', { exact: true }).fill(String(taken.port))
  await page.getByRole('button', { name: 'Listen there' }).click()
  const alert = page.getByRole('alert')
  await expect(alert).toContainText(`Another program listens on port ${taken.port} already`)
  await expect(page.getByText(`Port ${taken.port} in use`)).toBeVisible()
  await other.app.close()
  await alert.getByRole('button', { name: `Try port ${taken.port} again` }).click()
  await expect(alert).toBeHidden()
  await expect(
    page.getByRole('button', { name: new RegExp(`The hub listens at ws://127.0.0.1:${taken.port}`), includeHidden: true }),
  ).toBeAttached()
  await app.close()
})
