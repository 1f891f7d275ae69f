import { AxeBuilder } from '@axe-core/playwright'
import { expect, test } from '../launch.ts'
import { Workspace } from '../pages/workspace.ts'

const VIEWS = [
  'overview',
  'state',
  'state?key=countries/AD',
  'clients',
  'alerts',
  'sla',
  'alerts?tab=rules',
  'alerts?tab=notifiers',
  'alerts?tab=history',
  'metrics',
  'history?key=countries/AD',
  'backups',
  'audit',
  'access',
  'support',
  'logs',
  'settings',
  'gallery',
]

for (const theme of ['dark', 'light'] as const) {
  test(`no view breaks a rule of accessibility, ${theme}`, async ({ console }) => {
    const workspace = new Workspace(console)
    // Colours on their way from one theme to the other are no one's to judge.
    await workspace.page.emulateMedia({ reducedMotion: 'reduce' })
    await workspace.call('preferences.set', { theme })
    await expect.poll(() => workspace.page.evaluate(() => getComputedStyle(document.documentElement).colorScheme)).toBe(theme)
    await expect(workspace.page.getByRole('button', { name: /sample/i }).first()).toBeVisible()
    const look = async (what: string): Promise<void> => {
      const { violations } = await new AxeBuilder({ page: workspace.page }).setLegacyMode(true).analyze()
      expect(violations.map(({ id, nodes }) => `${what}: ${id} ${nodes[0]?.html}`)).toEqual([])
    }
    await look('empty')
    await workspace.loadSample()
    for (const view of VIEWS) {
      await workspace.show(view)
      await expect(workspace.page.getByRole('main')).not.toBeEmpty()
      await expect(workspace.page.locator('.skeleton')).toHaveCount(0)
      await look(view)
    }
    await workspace.press('Control+k')
    await expect(workspace.page.getByRole('dialog')).toBeVisible()
    await look('palette')
  })
}
