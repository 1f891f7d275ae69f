import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { expect, test } from '../launch.ts'
import { sellApart } from '../pages/sales.ts'
import { Workspace } from '../pages/workspace.ts'

/** What the page's policy refused, as the page tells it. */
function refusals(page: Page): readonly string[] {
  const found: string[] = []
  page.on('console', (message) => {
    if (/Content Security Policy|TrustedHTML/i.test(message.text())) found.push(message.text())
  })
  page.on('pageerror', (error) => found.push(error.message))
  return found
}

/** The pictures that have something drawn on them. */
async function drawn(page: Page): Promise<number> {
  return page.locator('canvas').evaluateAll(
    (canvases) =>
      canvases.filter((canvas) => {
        const { width, height } = canvas as HTMLCanvasElement
        const pixels = (canvas as HTMLCanvasElement).getContext('2d')?.getImageData(0, 0, width, height).data ?? []
        return pixels.some((part) => part !== 0)
      }).length,
  )
}

test('V-172 V-176 V-177 V-178 a suggestion becomes a rule in force and is taken back, by keys alone', async ({ console }) => {
  const workspace = new Workspace(console)
  const { page } = workspace
  const inForce = page.getByText(/^Rule set \d+ in force$/)
  await expect(page.getByRole('heading', { name: 'Overview' })).toBeAttached()
  await sellApart(workspace, { decided: 12, waiting: 3 })
  const first = [{ keys: 'inventory/**', path: 'lastSale', rule: 'lww' }] as const
  await workspace.call('rules.activate', { rules: first, basedOn: 0, note: 'the last sale is the last one' })

  await test.step('a suggestion is read and taken into the draft', async () => {
    await workspace.press('g', 'r')
    await expect(inForce).toHaveText('Rule set 1 in force')
    await workspace.press('s')
    await expect(page.getByText('counter settles 91 % of 12 conflicts as people did.')).toBeVisible()
    await workspace.press('t')
    await expect(page.getByText('In the draft')).toBeVisible()
    await expect(page.getByText('2 rules, nothing wrong')).toBeVisible()
  })

  await test.step('what it would have done is told, and where people did otherwise', async () => {
    await workspace.press('w')
    await expect(page.getByText('Of 12 decisions these rules would have settled 12: 11 as people did, 1 otherwise.')).toBeVisible()
    await expect(page.getByRole('region', { name: 'By rule' })).toContainText('11 as people did, 1 otherwise')
    await expect(page.getByRole('region', { name: 'Settled otherwise' })).toContainText('inventory/article-000')
  })

  await test.step('a conflict that waits is tried', async () => {
    await workspace.press('v')
    await expect(page.getByRole('combobox', { name: /^Conflict/ })).toBeFocused()
    await workspace.press('ArrowDown')
    await expect(page.getByRole('option').first()).toBeVisible()
    await workspace.press('ArrowDown', 'Enter')
    await expect(page.getByText('The draft settles all of it.')).toBeVisible()
    await expect(page.getByRole('link', { name: 'Open the conflict' })).toHaveAttribute('href', /conflicts\?conflict=c-/)
    const row = page.getByRole('row').filter({ hasText: 'stock.quantity' })
    await expect(row).toContainText('waits: both changed it')
    await expect(row).toContainText('settled by counter')
  })

  await test.step('an unfinished draft outlives the page', async () => {
    await workspace.press('Escape', 'e', 'Control+End')
    await page.keyboard.insertText('unfinished')
    await expect(page.getByRole('alert').filter({ hasText: 'This is no JSON' })).toBeVisible()
    await expect(page.locator('.cm-lint-marker-error')).toHaveCount(1)
    // Drafts are written a moment after the last key.
    await expect.poll(async () => (await workspace.call('drafts.list', {}))[0]?.text ?? '').toContain('unfinished')
    await page.reload()
    await expect(page.locator('.cm-content')).toContainText('unfinished')
    await expect(page.getByText('from rule set 1, kept as you type')).toBeVisible()
    await workspace.press('e', 'Control+End', ...Array.from({ length: 'unfinished'.length }, () => 'Backspace'))
    await expect(page.getByText('2 rules, nothing wrong')).toBeVisible()
  })

  await test.step('it comes into force after a review, and settles what waits', async () => {
    await workspace.press('Control+s')
    const dialog = page.getByRole('dialog', { name: 'Put rule set 2 into force?' })
    await expect(dialog).toContainText('1 added, compared with rule set 1')
    await dialog.getByLabel('Reason').focus()
    await page.keyboard.insertText('sales add up')
    await workspace.press('Control+Enter')
    await expect(inForce).toHaveText('Rule set 2 in force')
    await expect(page.getByText('3 waiting conflicts were settled by it.').first()).toBeVisible()
    expect((await workspace.call('conflicts.summary', {})).waiting).toBe(0)
    expect(await workspace.call('drafts.list', {})).toEqual([])
  })

  await test.step('an earlier set is gone back to, as a new one', async () => {
    await workspace.press('Escape', 'h')
    const back = page.getByRole('button', { name: 'Go back… to rule set 1' })
    await expect(back).toBeVisible()
    await workspace.press('Tab')
    await expect(back).toBeFocused()
    await workspace.press('Enter')
    await expect(page.getByRole('dialog', { name: 'Go back to the rules of set 1?' })).toContainText('1 removed')
    await workspace.press('Control+Enter')
    await expect(inForce).toHaveText('Rule set 3 in force')
    const { current } = await workspace.call('rules.overview', {})
    expect(current).toMatchObject({ version: 3, rules: first, note: 'Back to rule set 1' })
  })
})

for (const theme of ['dark', 'light'] as const) {
  test(`V-185 no part of rules and analytics breaks a rule of accessibility or of the page's policy, ${theme}`, async ({
    console,
  }) => {
    const workspace = new Workspace(console)
    const { page } = workspace
    const refused = refusals(page)
    await page.emulateMedia({ reducedMotion: 'reduce' })
    await workspace.call('preferences.set', { theme })
    await expect.poll(() => page.evaluate(() => getComputedStyle(document.documentElement).colorScheme)).toBe(theme)
    const look = async (what: string): Promise<void> => {
      const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze()
      expect(violations.map(({ id, nodes }) => `${what}: ${id} ${nodes[0]?.html}`)).toEqual([])
      const folder = process.env['SRVRA_LOOK']
      if (folder !== undefined) await page.screenshot({ path: `${folder}/${what}-${theme}.png` })
    }
    await expect(page.getByRole('heading', { name: 'Overview' })).toBeAttached()
    await workspace.show('rules')
    await expect(page.getByText('No merge rules in force')).toBeVisible()
    await look('rules-empty')
    await page.getByRole('button', { name: 'What rules there are' }).click()
    await expect(page.getByText('takes what was written last')).toBeVisible()
    await look('kinds')
    await workspace.press('Escape')
    await workspace.show('conflict-analytics')
    await expect(page.getByText('No conflicts in this span')).toBeVisible()
    await look('analytics-empty')
    await sellApart(workspace, { decided: 32, waiting: 2 })

    await workspace.show('rules?list=suggestions')
    await expect(page.getByText('counter settles 96 % of 32 conflicts as people did.')).toBeVisible({ timeout: 15_000 })
    await workspace.press('t')
    await expect(page.getByText(/31 as people did, 1 otherwise\.$/)).toBeVisible()
    await look('what-if')
    await page.getByRole('button', { name: 'Try it: inventory/article-000' }).click()
    await expect(page.getByText('The draft settles all of it.')).toBeVisible()
    await look('try')
    await workspace.press('Control+s')
    await expect(page.getByRole('dialog')).toBeVisible()
    await look('review')
    await workspace.press('Control+Enter')
    await expect(page.getByText(/^Rule set 1 in force$/)).toBeVisible()
    await workspace.call('rules.activate', { rules: [], basedOn: 1, note: 'a second thought' })
    await page.evaluate(() => window.dispatchEvent(new Event('focus')))
    await workspace.press('Escape', 'h')
    await expect(page.getByText('a second thought').first()).toBeVisible({ timeout: 15_000 })
    await look('versions')
    await workspace.press('e', 'Control+End')
    await page.keyboard.insertText('}')
    await expect(page.getByRole('alert').filter({ hasText: 'This is no JSON' })).toBeVisible()
    await look('problem')

    await workspace.show('conflict-analytics')
    await expect(page.getByRole('img', { name: /34 conflicts arrived; people decided 32, 2 were settled/ })).toBeVisible()
    await expect.poll(() => drawn(page)).toBe(6)
    await look('analytics')
    await page.getByRole('region', { name: 'Figures and charts' }).focus()
    await workspace.press('End')
    await page.getByRole('button', { name: 'Show Confidence of suggestions as a table' }).click()
    await expect(page.getByRole('row', { name: '50–59 % 32' })).toBeVisible()
    await look('analytics-table')
    expect(refused).toEqual([])
  })
}
