import { expect, type Locator } from '@playwright/test'
import { Workspace } from './workspace.ts'

/** The view of backups and the restore that it leads to, as an operator works in them. */
export class BackupsPage extends Workspace {
  get dialog(): Locator {
    return this.page.getByRole('dialog')
  }

  get acts(): Locator {
    return this.page.getByRole('grid', { name: 'Acts to go back before' })
  }

  button(name: string | RegExp): Locator {
    return this.page.getByRole('button', { name, exact: true })
  }

  /** From nothing to a first backup in a folder. */
  async setUp(folder: string): Promise<void> {
    await this.show('backups')
    await this.button('Set up backups…').click()
    await this.dialog.getByRole('textbox', { name: 'Folder' }).fill(folder)
    await this.press('Control+Enter')
    await expect(this.dialog).toHaveCount(0)
    await expect(this.page.getByText('Where backups are kept')).toBeVisible()
    await this.allShipped()
  }

  /** Waits until every change is in a backup. */
  async allShipped(): Promise<void> {
    const waiting = async (): Promise<number> => {
      const { lastBackup, headSeq, shippedSeq } = await this.call('backups.status', {})
      return lastBackup === undefined ? Number.NaN : headSeq - shippedSeq
    }
    await expect.poll(waiting, { timeout: 30_000 }).toBe(0)
  }

  /** Opens the restore and chooses the newest act, by keys alone. */
  async chooseNewestAct(): Promise<void> {
    await this.button('Restore…').first().click()
    await expect(this.acts.getByRole('row').nth(1)).toBeVisible()
    await this.acts.focus()
    await this.press('ArrowDown')
  }
}
