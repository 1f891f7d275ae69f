import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from '../launch.ts'
import { Workspace } from '../pages/workspace.ts'

test('V-300, V-301, V-302, V-303, V-304, A-13 what an operator did is found, proved, exported, and leads to the change', async ({
  console,
  dataDir,
}) => {
  const workspace = new Workspace(console)
  const { page } = workspace
  await expect(page.getByRole('heading', { name: 'Overview' })).toBeAttached()
  await workspace.call('documents.set', {
    key: 'patients/7',
    baseVersion: 0,
    text: '{"allergies":["penicillin"]}',
    reason: 'intake',
  })
  await workspace.call('documents.set', { key: 'patients/7', baseVersion: 1, text: '{"allergies":[]}', reason: 'cleared' })

  await workspace.press('g', 'u')
  const list = page.getByRole('listbox', { name: /^Audit trail/ })
  await expect(list.getByRole('option')).toHaveCount(3)
  await expect(list.getByRole('option').first()).toContainText('document.set')
  const entry = page.getByRole('region', { name: 'The chosen entry' })
  await expect(entry.getByText('cleared')).toBeVisible()
  await expect(entry.getByRole('table', { name: 'What it changed' })).toContainText('penicillin')

  await test.step('the trail is verified by a key', async () => {
    await expect(page.getByText('Not verified', { exact: true })).toBeVisible()
    await workspace.press('v')
    await expect(page.getByText(/^Every entry is the one that was written/)).toBeVisible()
    await expect(list.getByRole('option').first()).toContainText('audit.verify')
  })

  await test.step('entries are narrowed by address and exported', async () => {
    await workspace.show('audit?action=document.')
    await expect(list.getByRole('option')).toHaveCount(2)
    const file = join(dataDir, '..', `trail-${Date.now()}.ndjson`)
    await workspace.chooseFiles({ save: file })
    await list.focus()
    await workspace.press('e')
    await expect.poll(() => readFile(file, 'utf8').catch(() => '')).not.toBe('')
    const lines = (await readFile(file, 'utf8')).trimEnd().split('\n')
    expect(lines.map((line) => (JSON.parse(line) as { target: string }).target)).toEqual(['patients/7', 'patients/7'])
    expect(lines.join('')).not.toContain('penicillin')
  })

  await test.step('Enter leads from an older entry to that version', async () => {
    await list.focus()
    await workspace.press('ArrowDown', 'Enter')
    await expect(page.getByRole('heading', { name: 'Nothing yet → Version 1' })).toBeVisible()
  })

  await test.step('switching it off is the last entry, and switching it on is offered', async () => {
    await workspace.show('audit')
    await page.getByRole('button', { name: 'More' }).last().click()
    await page.getByRole('menuitem', { name: /How the audit is kept/ }).click()
    const dialog = page.getByRole('dialog', { name: 'How the audit is kept' })
    await dialog.getByRole('switch').click()
    await expect(dialog.getByText(/nobody can tell who did what/)).toBeVisible()
    await workspace.press('Control+Enter')
    await page.getByRole('button', { name: 'Switch it on…' }).click()
    await dialog.getByRole('switch').click()
    await dialog.getByRole('textbox', { name: 'Keep entries for' }).fill('soon')
    await workspace.press('Control+Enter')
    await expect(dialog.getByText(/'soon' is no duration/)).toBeVisible()
    await dialog.getByRole('textbox', { name: 'Keep entries for' }).fill('90days')
    await workspace.press('Control+Enter')
    await expect(list.getByRole('option', { name: /audit\.ended/ })).toBeVisible()
  })
})
