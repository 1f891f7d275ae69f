import { ask } from '../bridge.ts'
import { expect, killConsole, launchConsole, test } from '../launch.ts'
import { Workspace } from '../pages/workspace.ts'

const KEY = 'countries/DE'

async function valueOf(workspace: Workspace, key = KEY): Promise<Record<string, unknown>> {
  return (await workspace.call('documents.get', { key }))?.value as Record<string, unknown>
}

test('by keys alone a document is found, corrected, put back and rolled back', async ({ console }) => {
  const workspace = new Workspace(console)
  await workspace.loadSample()
  const before = await valueOf(workspace)

  // Find: two keys and the text.
  await workspace.press('Control+k')
  await workspace.page.keyboard.type(KEY)
  await expect(workspace.page.getByRole('option', { name: KEY })).toBeVisible()
  await workspace.press('Enter')
  await expect(workspace.inspector).toHaveText(KEY)

  // Correct: edit, review, apply.
  await expect(workspace.page.getByRole('tree', { name: 'Fields of the document' })).toBeFocused()
  await workspace.press('e')
  const editor = workspace.page.locator('.cm-content').first()
  await expect(editor).toBeFocused()
  await workspace.press('Control+a')
  await workspace.page.keyboard.insertText(JSON.stringify({ ...before, capital: 'Bonn' }, null, 2))
  await workspace.press('Control+s')
  await expect(workspace.page.getByText('capital').last()).toBeVisible()
  await workspace.press('Control+Enter')
  await expect.poll(async () => (await valueOf(workspace))['capital']).toBe('Bonn')

  // Put back: an undo is a change, too.
  await workspace.press('Control+z')
  await expect.poll(async () => valueOf(workspace)).toEqual(before)
  const history = await workspace.call('history.list', { key: KEY, limit: 10 })
  expect(history[0]).toMatchObject({ kind: 'rollback' })

  // Roll back to the version with the correction.
  const corrected = history[1]?.version as number
  await workspace.show(`history?key=${KEY}`)
  await expect(workspace.table.getByRole('row').nth(2)).toBeVisible()
  await workspace.table.focus()
  await workspace.press('ArrowDown', 'r')
  await expect(workspace.page.getByText('Nothing is lost: it can be undone')).toBeVisible()
  await workspace.press('Control+Enter')
  await expect.poll(async () => (await valueOf(workspace))['capital']).toBe('Bonn')
  expect((await workspace.call('history.list', { key: KEY, limit: 1 }))[0]).toMatchObject({
    kind: 'rollback',
    cause: `rollback:${corrected}`,
  })
})

test('a document that moves on meanwhile leaves the editor alone and offers to rebase', async ({ console }) => {
  const workspace = new Workspace(console)
  await workspace.loadSample()
  await workspace.show(`state?key=${KEY}`)
  await expect(workspace.inspector).toHaveText(KEY)
  const before = await workspace.call('documents.get', { key: KEY })
  const value = before?.value as Record<string, unknown>
  await workspace.page.getByRole('button', { name: /^Edit/ }).click()
  await expect(workspace.page.locator('.cm-content').first()).toBeFocused()
  await workspace.press('Control+a')
  await workspace.page.keyboard.insertText(JSON.stringify({ ...value, mine: 1 }, null, 2))
  await workspace.call('documents.set', {
    key: KEY,
    baseVersion: before?.version ?? 0,
    text: JSON.stringify({ ...value, theirs: 2 }),
  })
  await workspace.page.getByRole('button', { name: 'Rebase' }).click()
  await expect(workspace.page.locator('.cm-content').first()).toContainText('"mine": 1')
  await expect(workspace.page.locator('.cm-content').first()).toContainText('"theirs": 2')
  await workspace.press('Control+s')
  await workspace.press('Control+Enter')
  await expect.poll(() => valueOf(workspace)).toEqual({ ...value, mine: 1, theirs: 2 })
})

test('V-83 what was typed survives the end of the process and is offered at the next start', async ({ dataDir }) => {
  const first = await launchConsole(dataDir)
  const workspace = new Workspace(first)
  await workspace.loadSample()
  await workspace.show(`state?key=${KEY}`)
  await workspace.page.getByRole('button', { name: /^Edit/ }).click()
  await expect(workspace.page.locator('.cm-content').first()).toBeFocused()
  await workspace.press('Control+a')
  await workspace.page.keyboard.insertText('{"half": ')
  await expect.poll(async () => (await ask(first.page, 'drafts.list', {})).map(({ text }) => text)).toEqual(['{"half": '])
  await killConsole(first)

  const second = await launchConsole(dataDir)
  expect((await ask(second.page, 'drafts.list', {}))[0]).toMatchObject({ key: KEY, text: '{"half": ' })
  await expect(second.page.getByText(/draft/i).first()).toBeVisible()
  await second.app.close()
})

test('a deleted document comes back by Ctrl+Z', async ({ console }) => {
  const workspace = new Workspace(console)
  await workspace.loadSample()
  await workspace.show('state?filter=countries/')
  await expect(workspace.table.getByRole('row').nth(3)).toBeVisible()
  await workspace.table.focus()
  await workspace.press('Home', 'ArrowDown', 'Control+Delete')
  const deleted = async (): Promise<number> => (await workspace.call('engine.overview', {})).deletedDocuments
  await expect.poll(deleted).toBe(1)
  await workspace.press('Control+z')
  await expect.poll(deleted).toBe(0)
})
