import { AxeBuilder } from '@axe-core/playwright'
import { freePort } from '../free-port.ts'
import { expect, test } from '../launch.ts'
import { Workspace } from '../pages/workspace.ts'

// A demo outlives its console, and would keep the test's from ending.
test.afterEach(async ({ console }) => {
  await new Workspace(console).call('demo.stop', {})
})

test('V-206, V-207, V-208, V-209, V-210 what an unplugged shop wrote too late leads from its objective to the history of its document', async ({
  console,
}) => {
  test.setTimeout(140_000)
  const workspace = new Workspace(console)
  const { page } = workspace
  const objectives = page.getByRole('grid', { name: 'Objectives' })
  const breaches = page.getByRole('grid', { name: 'Breaches' })
  await expect(page.getByRole('heading', { name: 'Overview' })).toBeAttached()
  await workspace.call('hub.listen', { port: await freePort() })

  await test.step('define the first objective by keyboard', async () => {
    await workspace.press('g', 'l')
    await expect(page.getByRole('main').getByText('Nothing is promised yet')).toBeVisible()
    await expect(page.getByRole('button', { name: 'Promise 99 % of critical operations within 2 s' })).toBeVisible()
    await workspace.press('n')
    const dialog = page.getByRole('dialog', { name: 'Define an objective' })
    await expect(dialog.getByLabel('Name')).toBeFocused()
    await page.keyboard.insertText('Shops')
    await dialog.getByLabel('Within').fill('soon')
    await workspace.press('Enter')
    await expect(dialog).toContainText('A time up to 30 days')
    await dialog.getByLabel('Within').fill('1 s')
    await dialog.getByRole('combobox', { name: /Priority/ }).press('ArrowDown')
    await page.getByRole('option', { name: 'Any' }).click()
    await expect(dialog.getByRole('status')).toHaveText('99 % of operations within 1 s')
    await dialog.getByLabel('Within').press('Enter')
    await expect(objectives.getByRole('row', { name: /Shops/ })).toContainText('Collecting')
    await expect(page).toHaveURL(/objective=shops/)
  })

  await test.step('shops trade in time, and the figures follow', async () => {
    await workspace.call('demo.start', { scenario: 'inventory', replicas: 3 })
    await expect(objectives.getByRole('row', { name: /Shops/ })).toContainText(/p99 [\d.]+ ms/, { timeout: 60_000 })
    await expect(page.getByRole('region', { name: 'Share in time' })).toContainText('below the target of 99 %')
  })

  await test.step('what a shop writes while it is unplugged is late, and its budget burns', async () => {
    const shop = { replicas: ['shop-01'] }
    await workspace.call('demo.set-online', { ...shop, online: false })
    const head = async (): Promise<number> => (await workspace.call('engine.overview', {})).head.seq
    const before = await head()
    // So long as it takes the others to write that much it writes, too, and nobody hears of it.
    await expect.poll(head, { timeout: 60_000 }).toBeGreaterThan(before + 20)
    await workspace.call('demo.set-online', { ...shop, online: true })
    await expect(breaches.getByRole('row').nth(1)).toContainText('inventory/', { timeout: 30_000 })
    await expect(objectives.getByRole('row', { name: /Shops/ })).toContainText(/Burning fast|Missed/)
    expect((await workspace.call('alerts.list', {})).map(({ rule }) => rule.id)).toContain('burn-shops')
  })

  await test.step('nothing of it breaks a rule of accessibility', async () => {
    await page.emulateMedia({ reducedMotion: 'reduce' })
    for (const theme of ['dark', 'light'] as const) {
      await workspace.call('preferences.set', { theme })
      await expect.poll(() => page.evaluate(() => getComputedStyle(document.documentElement).colorScheme)).toBe(theme)
      const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze()
      expect(violations.map(({ id, nodes }) => `${theme}: ${id} ${nodes[0]?.html}`)).toEqual([])
    }
  })

  await test.step('Enter leads to the breaches, and from one to the version that it became', async () => {
    // Nothing is added to the list any more: what is counted in it stays where it is.
    await workspace.call('demo.stop', {})
    await expect.poll(async () => (await workspace.call('demo.state', {})).status, { timeout: 30_000 }).toBe('off')
    const listed = (await workspace.call('sla.breaches', { objective: 'shops', limit: 100 })).breaches
    const place = listed.findIndex(({ version }) => version !== undefined && version > 1)
    const { key = '', version = 0 } = listed[place] ?? {}
    await workspace.press('g', 'o')
    await expect(page.getByRole('heading', { name: 'Overview' })).toBeAttached()
    await workspace.press('g', 'l')
    await expect(breaches.getByRole('row').nth(listed.length)).toBeAttached()
    await objectives.focus()
    await workspace.press('Enter')
    await expect(breaches).toBeFocused()
    for (let row = 0; row < place; row++) await workspace.press('ArrowDown')
    await workspace.press('Enter')
    await expect(page).toHaveURL(new RegExp(`history\\?key=${key}&version=${version}$`))
    await expect(page.getByRole('heading', { name: new RegExp(`→ Version ${version}$`) })).toBeVisible()
  })
})
