import { expect, test } from '../launch.ts'
import { Workspace } from '../pages/workspace.ts'

test('the slider puts the whole state at an instant, read-only, and Escape returns to now', async ({ console }) => {
  const workspace = new Workspace(console)
  const { page } = workspace
  for (let version = 0; version < 4; version += 1) {
    await workspace.call('documents.set', {
      key: 'ward/bed-1',
      baseVersion: version,
      text: JSON.stringify({ version: version + 1 }),
    })
    await workspace.call('documents.set', { key: `ward/later-${version}`, baseVersion: 0, text: '{}' })
  }
  await workspace.show('state?key=ward/bed-1')
  await expect(workspace.inspector).toHaveText('ward/bed-1')
  await workspace.table.focus()
  await workspace.press('t', 'z')
  const slider = page.getByRole('slider', { name: 'Instant' })
  await slider.focus()
  await slider.press('Home')
  await expect(page.getByText(/read-only/i).first()).toBeVisible()
  await expect(page.getByRole('button', { name: /^Edit/ })).toHaveCount(0)
  await expect(page.getByRole('button', { name: 'New', exact: true })).toBeDisabled()
  await page.getByRole('button', { name: 'Return to now' }).click()
  await expect(page.getByText(/read-only/i)).toHaveCount(0)
  await expect(workspace.table.getByText('ward/later-3')).toBeVisible()
})

test('a prefix goes back to an instant, with the exact count, and that can be undone', async ({ console }) => {
  const workspace = new Workspace(console)
  await workspace.call('documents.set', { key: 'ward/bed-1', baseVersion: 0, text: '{"patient":"p-1"}' })
  const { head } = await workspace.call('engine.timeline', { buckets: 1 })
  await expect.poll(() => Date.now()).toBeGreaterThan(head.at)
  await workspace.call('documents.set', { key: 'ward/bed-1', baseVersion: 1, text: '{"patient":"p-2"}' })
  await workspace.call('documents.set', { key: 'ward/bed-2', baseVersion: 0, text: '{"patient":"p-3"}' })
  const preview = await workspace.call('history.preview-rollback', { pattern: 'ward/**', at: head.at, limit: 10 })
  expect(preview.count).toBe(2)
  await workspace.call('history.rollback', { pattern: 'ward/**', at: head.at, expectedCount: 2 })
  await workspace.tasksDone()
  expect((await workspace.call('documents.get', { key: 'ward/bed-1' }))?.value).toEqual({ patient: 'p-1' })
  expect((await workspace.call('documents.get', { key: 'ward/bed-2' }))?.deleted).toBe(true)
})
