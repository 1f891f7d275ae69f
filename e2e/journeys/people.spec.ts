import { expect, test } from '../launch.ts'
import { Workspace } from '../pages/workspace.ts'

const ANN = 'correct horse battery'
const VIC = 'staple of the stable'
type Answer = { readonly ok: boolean; readonly error?: { readonly code: string } }

test('V-320, V-321, V-322, V-323, V-324, I-7, I-10, I-12 people sign in, do what their roles say, and an emergency is loud', async ({
  console,
}) => {
  const workspace = new Workspace(console)
  const { page } = workspace
  const home = () => expect(page.getByRole('heading', { name: 'Overview' })).toBeAttached()
  const asked = (command: string, args: object): Promise<Answer> =>
    page.evaluate(
      ([name, given]) => (window as never as { srvra: { call(n: string, a: object): Promise<Answer> } }).srvra.call(name, given),
      [command, args] as const,
    )
  await home()
  await workspace.call('documents.set', { key: 'ward/1/ann', text: '{"name":"Ann","ssn":"4711"}', baseVersion: 0 })

  await workspace.press('g', 'w')
  await expect(page.getByText('Nobody has to sign in')).toBeVisible()
  await workspace.press('n')
  await fill(page, 'Name', 'ann')
  await fill(page, 'Password', 'short')
  await fill(page, 'The password again', 'short')
  await workspace.press('Control+Enter')
  await expect(page.getByText('A password has at least 12 characters')).toBeVisible()
  await fill(page, 'Password', ANN)
  await fill(page, 'The password again', ANN)
  await workspace.press('Control+Enter')
  await expect(page.getByRole('button', { name: 'Who is signed in' })).toHaveText('ann')

  await workspace.show('people')
  await expect(page.getByRole('listbox', { name: 'Users' }).getByRole('option')).toHaveText(/ann.*Active.*admin/)
  await page.getByRole('tab', { name: /Roles/ }).click()
  await expect(page.getByRole('listbox', { name: 'Roles' }).getByRole('option')).toHaveCount(4)
  await workspace.press('n')
  await fill(page, 'Name', 'nurse')
  await fill(page, 'Reads', 'ward/1/**')
  await fill(page, 'Does not see', '** /ssn')
  await workspace.press('Control+Enter')
  await expect(page.getByRole('option', { name: /nurse/ })).toHaveText(/read.*ward\/1\/\*\*.*none.*\/ssn in \*\*/)
  await page.getByRole('tab', { name: /Users/ }).click()
  await workspace.press('n')
  await fill(page, 'Name', 'vic')
  await fill(page, 'Password', VIC)
  await fill(page, 'The password again', VIC)
  await page.getByRole('checkbox', { name: 'viewer' }).click()
  await page.getByRole('checkbox', { name: 'nurse' }).click()
  await workspace.press('Control+Enter')
  await expect(page.getByRole('listbox', { name: 'Users' }).getByRole('option')).toHaveCount(2)
  await page.getByRole('listbox', { name: 'Users' }).focus()
  await workspace.press('w')
  const effective = page.getByRole('dialog', { name: 'What may somebody do?' })
  await effective.getByLabel('Key').fill('ward/1/ann')
  await effective.getByLabel('Who').click()
  await page.getByRole('option', { name: 'vic' }).click()
  await effective.getByRole('button', { name: 'Look' }).click()
  await expect(effective.getByRole('status')).toContainText('May read it, and not write it; does not see /ssn.')
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Emergency code…' }).click()
  await page.getByRole('button', { name: 'Make a new code' }).click()
  const code = (await page.getByLabel('Code', { exact: true }).textContent()) ?? ''
  expect(code).toMatch(/^srvra-emergency-/)
  await page.getByRole('button', { name: 'I have it' }).click()

  await page.getByRole('button', { name: 'Who is signed in' }).click()
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
  await expect(page.getByRole('heading', { name: 'Sign in to SRVRA Sync' })).toBeVisible()
  await expect(page.getByText('You are signed out.')).toBeVisible()
  for (const [command, args] of [
    ['documents.get', { key: 'ward/1/ann' }],
    ['people.overview', {}],
    ['drafts.list', {}],
    ['session.set-up', { name: 'eve', password: ANN }],
  ] as const)
    expect((await asked(command, args)).error?.code).toMatch(/^E_(SIGNED_OUT|FORBIDDEN)$/)
  await expect(page.getByText('The password is asked for at each start.')).toBeVisible()
  await page.getByLabel('Name').fill('vic')
  await page.getByLabel('Password').fill(ANN)
  await page.keyboard.press('Enter')
  await expect(page.getByText('The name or the password is not right.')).toBeVisible()
  await page.getByLabel('Password').fill(VIC)
  await page.keyboard.press('Enter')
  await home()
  expect(await asked('documents.get', { key: 'ward/1/ann' })).toMatchObject({ ok: true, value: { value: { name: 'Ann' } } })
  for (const [command, args] of [
    ['documents.set', { key: 'ward/1/ann', text: '1', baseVersion: 1 }],
    ['people.create-user', { name: 'eve', password: ANN, roles: ['admin'] }],
    ['audit.overview', {}],
    ['support.tickets', { limit: 1 }],
    ['hub.connection', {}],
  ] as const)
    expect((await asked(command, args)).error?.code).toBe('E_FORBIDDEN')
  await workspace.show('state')
  await expect(page.getByRole('heading', { name: 'State', exact: true })).toBeAttached()
  await expect(page.getByText('ward/1/ann').first()).toBeVisible()
  await expect(page.getByText('4711')).toHaveCount(0)

  await page.getByRole('button', { name: 'Who is signed in' }).click()
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
  await page.getByRole('button', { name: 'Nobody who may sign in can be reached…' }).click()
  await page.getByLabel('Code').fill(code)
  await page.getByLabel('Why nobody can be reached').fill('the admins are on a plane')
  await page.getByRole('button', { name: 'Use the code up' }).click()
  await expect(page.getByRole('alert')).toContainText('Emergency access')
  await workspace.show('audit?action=session.')
  const trail = page.getByRole('listbox', { name: /^Audit trail/ })
  await expect(trail.getByRole('option', { name: /session\.emergency/ })).toHaveCount(1)
  await expect(trail.getByRole('option', { name: /session\.sign-in.*refused/i })).toHaveCount(1)
})

async function fill(page: Workspace['page'], label: string, text: string): Promise<void> {
  await page.getByRole('dialog').getByLabel(label, { exact: true }).fill(text)
}
