import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { AxeBuilder } from '@axe-core/playwright'
import { expect, test } from '../launch.ts'
import { HelpDesk } from '../pages/help-desk.ts'
import { letMeet } from '../pages/meetings.ts'
import { Workspace } from '../pages/workspace.ts'

const MEETING = { key: 'pricing/beans', base: { price: 12 }, office: { price: 14 }, shop: { price: 13 } }

async function axeClean(workspace: Workspace): Promise<void> {
  const { violations } = await new AxeBuilder({ page: workspace.page }).setLegacyMode().analyze()
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`)).toEqual([])
}

test('V-233, V-237, V-238, V-241 a ticket with a bundle is filed from a conflict, waits while the help desk is away, and arrives', async ({
  console,
  dataDir,
}) => {
  const workspace = new Workspace(console)
  const { page } = workspace
  const desk = await HelpDesk.prepare()
  await expect(page.getByRole('heading', { name: 'Overview' })).toBeAttached()
  await letMeet(workspace, [MEETING])

  // Where tickets go is said before anybody needs it.
  await page.keyboard.press('g')
  await page.keyboard.press('t')
  await expect(page.getByText('No tickets yet')).toBeVisible()
  await page.getByRole('button', { name: 'Goes to nowhere yet…' }).click()
  const endpoint = page.getByRole('dialog', { name: 'Where tickets go' })
  await endpoint.getByLabel('URL').fill(desk.url)
  await endpoint.getByLabel('Secret').fill(desk.secret)
  await endpoint.getByRole('button', { name: 'Send there' }).click()
  await expect(endpoint.getByText('An address that begins with https://.')).toBeVisible()
  await endpoint.getByRole('switch', { name: /On this machine/ }).click()
  await axeClean(workspace)
  await page.keyboard.press('Control+Enter')
  await expect(page.getByRole('button', { name: `Goes to 127.0.0.1:${desk.port}…` })).toBeVisible()

  // From the conflict, by its key.
  await page.keyboard.press('g')
  await page.keyboard.press('c')
  await expect(page.getByText(/^Both sides changed price/)).toBeVisible()
  const [conflict] = await workspace.call('conflicts.list', {}).then(({ ids }) => ids)
  await page.getByRole('grid', { name: 'Fields' }).focus()
  await page.keyboard.press('t')
  const form = page.getByRole('dialog', { name: 'File a ticket' })
  await expect(form.getByText(`About conflict ${conflict}`)).toBeVisible()
  await page.keyboard.press('Control+Enter')
  await expect(form.getByText('Say what is wrong, or what you need.')).toBeVisible()
  await form.getByLabel('Description').fill('Prices of beans drift apart after lunch')
  await axeClean(workspace)

  // Everything is looked at before it leaves, and one part stays here.
  await form.getByRole('button', { name: 'Add diagnostics…' }).click()
  const bundle = page.getByRole('dialog', { name: 'Diagnostics bundle' })
  await bundle.getByRole('button', { name: /^Chain/ }).click()
  await expect(bundle.getByText('"chainHead"')).toBeVisible()
  await bundle.getByRole('button', { name: /^Log/ }).click()
  const shown = await bundle.locator('pre').textContent()
  expect(shown).toContain('The hub listens on port')
  expect(shown).not.toContain('pricing/beans')
  await bundle.getByRole('checkbox', { name: 'Attach counts' }).click()
  await axeClean(workspace)
  await page.keyboard.press('Control+Enter')
  await expect(bundle).toBeHidden()
  await form.getByRole('switch', { name: 'Send to support' }).click()
  await page.keyboard.press('Control+Enter')
  await expect(form).toBeHidden()

  // Nobody is there: it waits, and says why.
  const pane = page.getByRole('region', { name: 'The chosen ticket' })
  await expect(pane.getByRole('heading', { name: /T-1 Prices of beans drift/ })).toBeVisible()
  await expect(pane.getByText('Waiting to be sent')).toBeVisible()
  await expect(pane.getByText(/could not be reached/)).toBeVisible()
  await axeClean(workspace)
  await desk.open()
  await pane.getByRole('button', { name: 'Try now' }).click()
  await expect(pane.getByText('Delivered')).toBeVisible()
  expect(desk.received).toHaveLength(1)
  const [{ ticket, attachments } = { ticket: undefined, attachments: [] }] = desk.received
  expect(ticket).toMatchObject({ id: 'T-1', links: [{ kind: 'conflict', id: conflict }] })
  expect(attachments.map(({ name }) => name)).toEqual([
    'diagnostics-versions.json',
    'diagnostics-configuration.json',
    'diagnostics-chain.json',
    'diagnostics-metrics.json',
    'diagnostics-log.ndjson',
  ])
  for (const { base64, hash } of attachments)
    expect(createHash('sha256').update(Buffer.from(base64, 'base64')).digest('hex')).toBe(hash)
  expect(Buffer.from(attachments.at(-1)?.base64 ?? '', 'base64').toString()).toBe(shown)

  // It is found by a word of a comment, and leads back to its conflict.
  await workspace.call('support.create', { priority: 'low', category: 'feature', description: 'Something else' })
  await workspace.call('support.comment', { id: 'T-1', text: 'The Zürich shop is affected, too', from: 'support' })
  await page.getByRole('searchbox', { name: 'Search tickets' }).fill('zurich "(shop*')
  await expect(workspace.status).toContainText('Showing 1 of 2')
  await expect(pane.getByText('kept')).toBeVisible()
  const file = join(dataDir, 'T-1.md')
  await workspace.chooseFiles({ save: file })
  await page.getByRole('grid', { name: 'Tickets' }).focus()
  await page.keyboard.press('r')
  await expect(pane.getByText('The ticket is resolved')).toBeVisible()
  await page.keyboard.press('e')
  await expect.poll(() => readFile(file, 'utf8').catch(() => '')).toContain('> The Zürich shop is affected, too')
  await pane.getByRole('link', { name: `Conflict ${conflict}` }).click()
  await expect(page.getByText(/^Both sides changed price/)).toBeVisible()
  desk.close()
})

test('V-240 the log is followed live, narrowed by level and words, and read by keys', async ({ console }) => {
  const workspace = new Workspace(console)
  const { page } = workspace
  await expect(page.getByRole('heading', { name: 'Overview' })).toBeAttached()
  await page.keyboard.press('g')
  await page.keyboard.press('e')
  const list = page.getByRole('listbox', { name: 'Log, the newest first' })
  await expect(list.getByText(/The hub listens on port|in use/).first()).toBeVisible()
  await axeClean(workspace)
  await workspace.call('hub.stop', {})
  await expect(list.getByRole('option').first()).toContainText('The hub does not listen.')
  await page.getByRole('searchbox', { name: 'Search the log' }).fill('does not')
  await expect(list.getByRole('option')).toHaveCount(1)
  await page.getByRole('searchbox', { name: 'Search the log' }).fill('no such words')
  await expect(page.getByText('No entry matches')).toBeVisible()
  await page.getByRole('button', { name: 'Show all entries' }).click()
  await list.focus()
  await page.keyboard.press('l')
  await expect(page.getByRole('button', { name: 'Follow' })).toBeVisible()
  await workspace.call('hub.stop', {})
})
