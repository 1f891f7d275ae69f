import { existsSync } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { expect, test as base } from '../launch.ts'
import { BackupsPage } from '../pages/backups-page.ts'

const BEDS = Array.from({ length: 12 }, (_, index) => `ward/bed-${index + 1}`)

const test = base.extend<{ readonly elsewhere: string; readonly backups: BackupsPage }>({
  /** A folder on another disk, as it were. */
  elsewhere: async ({ dataDir }, use) => {
    const folder = `${dataDir}-elsewhere`
    await mkdir(folder)
    await use(folder)
    await rm(folder, { recursive: true, force: true })
  },
  /** A console with twelve beds, all of them backed up. */
  backups: async ({ console, elsewhere }, use) => {
    const backups = new BackupsPage(console)
    await expect(backups.page.getByRole('button', { name: /sample/i }).first()).toBeVisible()
    for (const key of BEDS) await backups.call('documents.set', { key, baseVersion: 0, text: '{"patient":"p-1"}' })
    await backups.setUp(join(elsewhere, 'backups'))
    await use(backups)
  },
})

async function complaints(page: Page): Promise<readonly string[]> {
  const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze()
  return violations.map(({ id, nodes }) => `${id} ${nodes[0]?.html}`)
}

test('V-269 V-270 backups are set up, drilled, and their key is taken elsewhere', async ({ backups, elsewhere }) => {
  const { page } = backups
  await expect(page.getByText('Never verified')).toBeVisible()
  await expect(page.getByText(/Keep a copy elsewhere/)).toBeVisible()
  await backups.button('Verify now').click()
  await expect(page.getByText('Verified', { exact: true })).toBeVisible()
  const key = join(elsewhere, 'backups.key')
  await backups.chooseFiles({ save: key })
  await backups.button('Export the key…').click()
  await expect(page.getByText(/can read every backup/).first()).toBeVisible()
  await expect(page.getByText(/Keep a copy elsewhere/)).toHaveCount(0)
  expect(existsSync(key)).toBe(true)
  expect(await complaints(page)).toEqual([])
  await backups.show('overview')
  await expect(page.getByRole('link', { name: /Last verified restore just now|Last verified restore \d+ s ago/ })).toBeVisible()
})

test('V-272 V-275 V-276 what a bulk has deleted comes back in place, and the store before is kept', async ({ backups }) => {
  const { page } = backups
  await backups.call('documents.delete-many', { keys: BEDS, expectedCount: BEDS.length })
  await backups.tasksDone()
  await backups.allShipped()
  await backups.chooseNewestAct()
  await expect(backups.dialog.getByText(/The store just before the bulk change/)).toBeVisible()
  expect(await complaints(page)).toEqual([])
  await backups.press('Control+Enter')
  await expect(backups.dialog.getByText(/^12 documents would be other than now: 12 come back\./)).toBeVisible()
  const rows = backups.dialog.getByRole('grid', { name: 'Documents that would change' })
  await rows.focus()
  await backups.press('ArrowDown', 'Enter')
  await expect(backups.dialog.getByText('patient').first()).toBeVisible()
  await backups.press('Control+Enter')
  await backups.dialog.getByRole('radio', { name: 'In place' }).click()
  expect(await complaints(page)).toEqual([])
  await backups.button('Restore 12 documents in place').click()
  await expect(page.getByRole('heading', { name: 'Restored' })).toBeVisible({ timeout: 30_000 })
  await expect(backups.dialog.getByText(/The store before is kept as/)).toBeVisible()
  expect((await backups.call('documents.get', { key: 'ward/bed-1' }))?.value).toEqual({ patient: 'p-1' })
  await backups.dialog.getByRole('link', { name: 'Stores put aside' }).click()
  await backups.button('Close').last().click()
  await page.getByRole('button', { name: /^Let .* go…$/ }).click()
  await page.getByRole('button', { name: /^Let .* go$/ }).click()
  await expect(page.getByText('Stores put aside')).toHaveCount(0)
})

test('V-275 V-277 a version of the history leads to a store of its own in a folder', async ({ backups, elsewhere }) => {
  const { page } = backups
  for (const version of [1, 2])
    await backups.call('documents.set', { key: 'ward/bed-1', baseVersion: version, text: `{"patient":"p-${version + 1}"}` })
  await backups.allShipped()
  await backups.show('history?key=ward/bed-1')
  await expect(page.getByRole('heading', { name: 'Version 2 → Version 3' })).toBeVisible()
  await backups.table.first().focus()
  await backups.press('ArrowDown')
  await backups.button('Restore to here…').click()
  await backups.press('Control+Enter')
  await expect(backups.dialog.getByText(/^1 document would be other than now: 1 changes back\./)).toBeVisible()
  await backups.press('Control+Enter')
  const into = join(elsewhere, 'restored')
  await backups.chooseFiles({ save: into })
  await page.getByRole('button', { name: /^Restore operation \d+ to a folder…$/ }).click()
  await expect(page.getByRole('heading', { name: 'Restored' })).toBeVisible({ timeout: 30_000 })
  expect(existsSync(join(into, 'store.sqlite'))).toBe(true)
  expect((await backups.call('documents.get', { key: 'ward/bed-1' }))?.value).toEqual({ patient: 'p-3' })
})
