import { expect, test } from '../launch.ts'
import { Workspace } from '../pages/workspace.ts'

const PAYLOADS = [
  '<script>window.ran = 1</script>',
  '<img src=x onerror="window.ran = 1">',
  '<svg onload="window.ran = 1">',
  '<a href="javascript:window.ran = 1">link</a>',
  '"><iframe srcdoc="<script>parent.ran = 1</script>">',
  '{{ constructor.constructor("window.ran = 1")() }}',
  '[link](javascript:window.ran=1)',
  '=HYPERLINK("http://evil.invalid")',
  '\u202egnp.exe',
  'x'.repeat(200_000),
]

test('hostile keys and values are shown as text in every view and run nowhere', async ({ console }) => {
  const workspace = new Workspace(console)
  const { page } = workspace
  let dialogs = 0
  page.on('dialog', (dialog) => {
    dialogs += 1
    void dialog.dismiss()
  })
  for (const [index, payload] of PAYLOADS.entries()) {
    const key = `hostile/${index}-${payload.slice(0, 60).replaceAll('/', '|')}`
    await workspace.call('documents.set', {
      key,
      baseVersion: 0,
      text: JSON.stringify({ [payload.slice(0, 60)]: payload, list: [payload] }),
      reason: payload.slice(0, 200),
    })
    for (const view of ['state', 'history']) {
      await workspace.show(`${view}?key=${encodeURIComponent(key)}`)
      await expect(page.getByRole('main')).toContainText(view === 'state' ? 'hostile' : 'created')
    }
  }
  await workspace.show('overview')
  await expect(page.getByRole('main')).toContainText('hostile')
  expect(await page.evaluate(() => 'ran' in window)).toBe(false)
  expect(await page.locator('img[src="x"], svg[onload], iframe').count()).toBe(0)
  expect(dialogs).toBe(0)
})
