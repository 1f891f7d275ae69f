import { expect, test } from '../launch.ts'
import { SrvraDataSync } from '../../engine/index.ts'
import { freePort } from '../free-port.ts'
import { Workspace } from '../pages/workspace.ts'

test('V-310, V-311, V-312, W-3 a token is issued by keys, lets an app in within its keys, and is taken back while it is connected', async ({
  console,
}) => {
  const workspace = new Workspace(console)
  const { page } = workspace
  await expect(page.getByRole('heading', { name: 'Overview' })).toBeAttached()
  const port = await freePort()
  await workspace.call('hub.listen', { port })

  await workspace.press('g', 'p')
  await expect(page.getByText('No token was ever issued')).toBeVisible()
  await workspace.press('n')
  await page.keyboard.insertText('shop-7')
  await workspace.press('Tab')
  await workspace.press('Tab')
  await page.keyboard.insertText('shop/7/**')
  await workspace.press('Control+Enter')
  const shown = page.getByRole('dialog', { name: 'The token of shop-7' })
  const text = (await shown.getByLabel('Token').textContent()) ?? ''
  expect(text).toMatch(/^srvra_[\w-]{12}\.[\w-]{43}$/)
  await shown.getByRole('button', { name: 'I have it' }).click()
  await expect(page.getByText(text)).toHaveCount(0)
  const list = page.getByRole('listbox', { name: /^Tokens/ })
  await expect(list.getByRole('option')).toHaveText(/shop-7.*Valid.*Reads and writes shop\/7\/\*\*/)

  const app = new SrvraDataSync({ nodes: [`ws://127.0.0.1:${port}`], token: text, retryAttempts: 1 })
  try {
    app.setState('shop/7/till', { open: true })
    await expect.poll(async () => (await workspace.call('documents.get', { key: 'shop/7/till' }))?.actor).toBe('shop-7/local')
    await list.focus()
    await workspace.press('r')
    await expect(page.getByRole('dialog', { name: 'Revoke the token of shop-7?' })).toContainText('cut off at once')
    await workspace.press('Control+Enter')
    await expect(list.getByRole('option')).toContainText('Revoked')
    await expect.poll(() => app.connection.status).toBe('ERROR')
  } finally {
    await app.close()
  }

  await list.focus()
  await workspace.press('f')
  await expect(page.getByText('No token was ever issued')).toBeVisible()
  await workspace.show('audit?action=access.')
  await expect(page.getByRole('listbox', { name: /^Audit trail/ }).getByRole('option')).toHaveCount(3)
})
