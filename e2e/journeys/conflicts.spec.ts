import { AxeBuilder } from '@axe-core/playwright'
import { expect, killConsole, launchConsole, test } from '../launch.ts'
import { ConflictsPage } from '../pages/conflicts-page.ts'
import { letMeet, type Meeting, twentyMeetings } from '../pages/meetings.ts'
import { Workspace } from '../pages/workspace.ts'

const KEYS_EACH = 5
const PAINT_MS = 100

/** Measures from a key to the second frame after it, when what it changed has been painted. */
async function pressTimed(workspace: Workspace, key: string): Promise<number> {
  await workspace.page.evaluate(() => {
    const timing = globalThis as unknown as { painted: Promise<number> }
    timing.painted = new Promise((resolve) => {
      window.addEventListener(
        'keydown',
        ({ timeStamp }) => requestAnimationFrame(() => requestAnimationFrame((now) => resolve(now - timeStamp))),
        { capture: true, once: true },
      )
    })
  })
  await workspace.press(key)
  return workspace.page.evaluate(() => (globalThis as unknown as { painted: Promise<number> }).painted)
}

function percentile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((one, other) => one - other)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0
}

test('V-150, V-155, V-159 twenty conflicts are settled by keys, at most five each, and every one is in history', async ({
  console,
}) => {
  const workspace = new Workspace(console)
  const conflicts = new ConflictsPage(workspace)
  await expect(workspace.page.getByRole('heading', { name: 'Overview' })).toBeAttached()
  await letMeet(workspace, twentyMeetings())
  await expect(workspace.page.getByRole('link', { name: 'Conflicts 20 waiting' })).toBeVisible()
  await conflicts.open()
  await expect(conflicts.heading).toHaveText('pricing/article-004')
  await expect(
    workspace.page.getByText(/^Both sides changed price since v1: local 12→18 \(.+\), remote 12→13 \(.+shop-01.+\)\.$/),
  ).toBeVisible()

  const paints: number[] = []
  let key = ''
  for (let settled = 0; settled < 20; settled++) {
    await expect(conflicts.heading).not.toHaveText(key)
    key = (await conflicts.heading.textContent()) ?? ''
    let keys = 0
    for (;;) {
      keys += 1
      const left = await workspace.page.getByRole('button', { name: /undecided/ }).count()
      if (left === 0) break
      paints.push(await pressTimed(workspace, '3'))
    }
    expect(keys).toBeLessThanOrEqual(KEYS_EACH)
    await workspace.press('Control+Enter')
    await expect.poll(() => conflicts.waiting()).toBe(19 - settled)
  }
  expect(percentile(paints, 0.95)).toBeLessThan(PAINT_MS)
  await expect(workspace.page.getByText('No open conflicts')).toBeVisible()
  await expect(workspace.page.getByText(/^Last resolved/)).toBeVisible()
  expect((await workspace.call('documents.get', { key: 'pricing/article-004' }))?.value).toMatchObject({ price: 13, seen: true })
  const history = await workspace.call('conflicts.history', { limit: 50 })
  expect(history.map(({ state, resolution }) => [state, resolution?.strategy])).toEqual(
    twentyMeetings().map(() => ['resolved', 'manual']),
  )
  const log = await workspace.call('history.recent', { limit: 50 })
  expect(log.filter(({ kind }) => kind === 'merge').length).toBeGreaterThanOrEqual(18)
})

test('V-155 a choice is announced, and taken back by Ctrl+Z once it was applied', async ({ console }) => {
  const workspace = new Workspace(console)
  const conflicts = new ConflictsPage(workspace)
  await expect(workspace.page.getByRole('heading', { name: 'Overview' })).toBeAttached()
  await letMeet(workspace, twentyMeetings().slice(9, 12))
  await workspace.show('conflicts?filter=patients')
  await expect(conflicts.heading).toHaveText('patients/1000')
  await conflicts.fields.focus()
  await workspace.press('3')
  await expect(conflicts.spoken).toHaveText('bed, Remote 3 chosen, 2 of 3 left')
  await workspace.press('2')
  await expect(conflicts.spoken).toHaveText('insurer, Keep edited none chosen, 1 of 3 left')
  await workspace.press('4')
  await expect(conflicts.spoken).toHaveText('ward, Both B C chosen, all decided')
  await workspace.press('p')
  await expect(workspace.page.getByRole('region', { name: 'Preview' })).toContainText('Written as v3')
  await workspace.press('Control+Enter')
  await expect(conflicts.heading).toHaveText('patients/1001')
  expect((await workspace.call('documents.get', { key: 'patients/1000' }))?.value).toEqual({
    ward: 'B\nC',
    bed: 3,
    notes: 'came by ambulance',
    insurer: 'none',
  })
  await workspace.press('Control+z')
  await expect(conflicts.heading).toHaveText('patients/1000')
  expect(await conflicts.waiting()).toBe(3)
})

test('V-157 choices outlive a console that was killed between two keys', async ({ dataDir }) => {
  const first = await launchConsole(dataDir)
  const before = new Workspace(first)
  await expect(first.page.getByRole('heading', { name: 'Overview' })).toBeAttached()
  await letMeet(before, twentyMeetings().slice(10, 12))
  await new ConflictsPage(before).open()
  await before.press('3')
  await expect(new ConflictsPage(before).spoken).toContainText('2 of 3 left')
  await before.press('2')
  await expect(first.page.getByText('1 undecided')).toBeVisible()
  await killConsole(first)

  const second = await launchConsole(dataDir)
  const workspace = new Workspace(second)
  const conflicts = new ConflictsPage(workspace)
  await expect(second.page.getByRole('heading', { name: 'Overview' })).toBeAttached()
  await conflicts.open()
  await expect(second.page.getByText('1 undecided')).toBeVisible()
  await workspace.press('1', 'Control+Enter')
  await expect.poll(() => conflicts.waiting()).toBe(1)
  expect((await workspace.call('documents.get', { key: 'patients/1000' }))?.value).toMatchObject({
    bed: 3,
    insurer: 'none',
    ward: 'A',
  })
  await second.app.close()
})

test('V-158 a document that moves meanwhile says so, and keeps the choices that still hold', async ({ console }) => {
  const workspace = new Workspace(console)
  const conflicts = new ConflictsPage(workspace)
  await expect(workspace.page.getByRole('heading', { name: 'Overview' })).toBeAttached()
  await letMeet(workspace, twentyMeetings().slice(10, 11))
  await conflicts.open()
  await workspace.press('Shift+3')
  await expect(conflicts.spoken).toHaveText('Remote chosen for 3, 0 left')
  await workspace.call('documents.set', {
    key: 'patients/1000',
    baseVersion: 2,
    text: '{"ward":"B","bed":9,"notes":"","insurer":"none"}',
  })
  await expect(workspace.page.getByText('Local moved to v3 — 2 of your 3 choices still hold.')).toBeVisible()
  await expect(workspace.page.getByText('1 undecided')).toBeVisible()
  await workspace.press('2', 'Control+Enter')
  await expect.poll(() => conflicts.waiting()).toBe(0)
  expect((await workspace.call('documents.get', { key: 'patients/1000' }))?.value).toMatchObject({ ward: 'C', bed: 9 })
})

test('V-161, V-165 many are settled after a look at the table, listed as settled, and reopened', async ({ console }) => {
  const workspace = new Workspace(console)
  const conflicts = new ConflictsPage(workspace)
  const { page } = workspace
  await expect(page.getByRole('heading', { name: 'Overview' })).toBeAttached()
  await letMeet(workspace, twentyMeetings().slice(0, 10))
  await conflicts.open()
  await workspace.press('x', 'j', 'x', 'j', 'x')
  await expect(page.getByText('3 selected').first()).toBeVisible()
  await workspace.press('Control+Shift+Enter')
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByRole('row')).toHaveCount(4)
  await dialog.getByRole('radio', { name: 'Local' }).click()
  await dialog.getByRole('button', { name: 'Settle 3 conflicts' }).click()
  await expect.poll(() => conflicts.waiting()).toBe(7)
  await workspace.show('conflicts?list=settled')
  const settled = page.getByRole('grid', { name: 'Settled conflicts' })
  await expect(settled.getByRole('row')).toHaveCount(3)
  await expect(settled).toContainText('settled all Local as v3')
  await page.getByRole('button', { name: 'Reopen' }).click()
  await expect.poll(() => conflicts.waiting()).toBe(8)
})

test('V-151 keys, names and values that are hostile are text in every part of the screen', async ({ console }) => {
  const workspace = new Workspace(console)
  const conflicts = new ConflictsPage(workspace)
  const { page } = workspace
  await expect(page.getByRole('heading', { name: 'Overview' })).toBeAttached()
  const evil = '<img src=x onerror="globalThis.pwned=1">'
  const meeting: Meeting = {
    key: `evil/${evil}`.slice(0, 60),
    base: { [evil]: 'a', __proto: { constructor: 1 } },
    office: { [evil]: `${evil}\u202e`, __proto: { constructor: 2 } },
    shop: { [evil]: `javascript:${'x'.repeat(20_000)}`, __proto: { constructor: 3 } },
  }
  await letMeet(workspace, [meeting])
  await conflicts.open()
  await workspace.press('Enter', '3', 'Enter', '2', 'p')
  await expect(page.getByRole('region', { name: 'Preview' })).toContainText('Written as v3')
  await workspace.press('5')
  await page.keyboard.insertText('{')
  await expect(page.getByText(/no JSON yet/)).toBeVisible()
  await workspace.press('Escape', 'Control+Enter')
  await expect.poll(() => conflicts.waiting()).toBe(0)
  expect(await page.evaluate(() => (globalThis as unknown as { pwned?: number }).pwned)).toBeUndefined()
})

for (const theme of ['dark', 'light'] as const) {
  test(`no part of the conflicts breaks a rule of accessibility, ${theme}`, async ({ console }) => {
    const workspace = new Workspace(console)
    const conflicts = new ConflictsPage(workspace)
    const { page } = workspace
    await page.emulateMedia({ reducedMotion: 'reduce' })
    await workspace.call('preferences.set', { theme })
    await expect.poll(() => page.evaluate(() => getComputedStyle(document.documentElement).colorScheme)).toBe(theme)
    const look = async (what: string): Promise<void> => {
      const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze()
      expect(violations.map(({ id, nodes }) => `${what}: ${id} ${nodes[0]?.html}`)).toEqual([])
    }
    await expect(page.getByRole('button', { name: /sample/i }).first()).toBeVisible()
    await workspace.show('conflicts')
    await expect(page.getByText('No open conflicts')).toBeVisible()
    await look('empty')
    await letMeet(workspace, twentyMeetings())
    await expect(conflicts.fields).toBeVisible()
    await conflicts.fields.focus()
    await look('conflict')
    await workspace.press('Enter', 'm')
    await look('details')
    await workspace.press('3', 'p')
    await expect(page.getByRole('region', { name: 'Preview' })).toContainText('Written as')
    await look('preview')
    await workspace.press('5')
    await look('editor')
    await workspace.press('Escape')
    await workspace.show('conflicts?filter=orders')
    await expect(conflicts.heading).toContainText('orders')
    await look('deleted')
    await workspace.show('conflicts?filter=manuals')
    await expect(conflicts.heading).toContainText('manuals')
    await conflicts.fields.focus()
    await workspace.press('Enter')
    await expect(page.getByText('Base → Remote')).toBeVisible()
    await look('texts')
    await workspace.press('x', 'Control+Shift+Enter')
    await expect(page.getByRole('dialog')).toContainText('Settle 1 conflict')
    await look('many')
    await workspace.press('Control+Enter')
    await expect.poll(() => conflicts.waiting()).toBe(19)
    await workspace.show('conflicts?list=settled')
    await expect(page.getByRole('button', { name: 'Reopen' })).toBeVisible()
    await look('settled')
  })
}
