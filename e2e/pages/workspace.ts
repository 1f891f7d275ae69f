import { expect, type ElectronApplication, type Locator, type Page } from '@playwright/test'
import type { Args, CommandName } from '../../src/shared/contract.ts'
import { ask } from '../bridge.ts'

/** The console as an operator works in it: by roles, names and keys. */
export class Workspace {
  readonly page: Page
  readonly app: ElectronApplication

  constructor(console: { readonly page: Page; readonly app: ElectronApplication }) {
    this.page = console.page
    this.app = console.app
  }

  get table(): Locator {
    return this.page.getByRole('grid')
  }

  get status(): Locator {
    return this.page.getByRole('contentinfo')
  }

  get inspector(): Locator {
    return this.page.locator('#inspector-title')
  }

  call<Name extends CommandName>(command: Name, args: Args<Name>) {
    return ask(this.page, command, args)
  }

  /** Goes to a view by its address. */
  async show(address: string): Promise<void> {
    await this.page.evaluate((hash) => {
      location.hash = hash
    }, `#/${address}`)
  }

  async press(...keys: readonly string[]): Promise<void> {
    for (const key of keys) await this.page.keyboard.press(key)
  }

  /** Waits until no task runs and the last one has done what it was for. */
  async tasksDone(): Promise<void> {
    const states = async (): Promise<string> => (await this.call('tasks.list', {})).map((task) => task.state).join()
    await expect.poll(states, { timeout: 60_000 }).toMatch(/^done(,done)*$/)
  }

  async loadSample(): Promise<void> {
    await this.page
      .getByRole('button', { name: /sample/i })
      .first()
      .click()
    await this.tasksDone()
  }

  /** Answers the system's dialogs with these files, as an operator would choose them. */
  async chooseFiles(files: { readonly open?: string; readonly save?: string }): Promise<void> {
    await this.app.evaluate(({ dialog }, { open, save }) => {
      Object.assign(dialog, {
        showOpenDialog: async () => ({ canceled: open === undefined, filePaths: open === undefined ? [] : [open] }),
        showSaveDialog: async () => ({ canceled: save === undefined, filePath: save ?? '' }),
      })
    }, files)
  }
}
