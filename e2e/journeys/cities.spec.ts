import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { writeCities } from '../../engine/testing/cities.ts'
import { expect, test } from '../launch.ts'
import { Workspace } from '../pages/workspace.ts'

const CITIES = 135_233
const SRVRA = resolve(import.meta.dirname, '../../engine/cli/bin.js')

function digestOf(dataDir: string): unknown {
  const stdout = execFileSync(process.execPath, [SRVRA, 'verify', '--data', dataDir, '--json'], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  return (JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '') as Record<string, unknown>)['digest']
}

test('all the cities come in by the dialog, are browsed and filtered, and leave as they came', async ({ console }) => {
  test.setTimeout(240_000)
  const workspace = new Workspace(console)
  const { page } = workspace
  const folder = mkdtempSync(join(tmpdir(), 'srvra-cities-'))
  const file = join(folder, 'cities.ndjson')
  const back = join(folder, 'back.ndjson')
  writeCities(file, 'ndjson')
  await workspace.chooseFiles({ open: file, save: back })

  await workspace.show('state')
  await workspace.press('Control+Shift+I')
  await page.getByLabel('Key of each document').fill('cities/{country}/{cityId}')
  await expect(page.getByText('cities/AD/3041563').first()).toBeVisible()
  await page
    .getByRole('button', { name: /^Import/ })
    .last()
    .click()
  await workspace.tasksDone()
  expect((await workspace.call('engine.overview', {})).documents).toBe(CITIES)
  await page.getByRole('button', { name: 'Close' }).last().click()

  await workspace.show('state?key=cities/AD/3039163&filter=cities/AD/**')
  await expect(workspace.inspector).toHaveText('cities/AD/3039163')
  await workspace.show('state')
  const all = CITIES.toLocaleString('en-GB')
  await expect(workspace.status).toContainText(`Showing ${all} of ${all}`, { timeout: 30_000 })
  await workspace.table.focus()
  await workspace.press('End')
  await expect(workspace.table.getByText(/^cities\/ZW\//).last()).toBeVisible()

  const set = await workspace.call('results.open', { filter: 'population > 10000000', sort: 'key', descending: false })
  let found = set
  while (!found.complete) found = await workspace.call('results.continue', { id: set.id })
  expect(found.matches).toBeGreaterThan(5)

  await workspace.call('dialogs.save-file', { title: 'Export', suggestedName: 'back.ndjson' })
  await workspace.call('transfer.export', { file: back, format: 'ndjson', filter: '', metadata: true })
  await workspace.tasksDone()
  await console.app.close()
  const copy = join(folder, 'copy')
  execFileSync(process.execPath, [SRVRA, 'import', back, '--data', copy], { stdio: 'ignore' })
  expect(digestOf(copy)).toBe(digestOf(console.dataDir))
  rmSync(folder, { recursive: true, force: true })
})
