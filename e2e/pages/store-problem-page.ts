import type { Locator, Page } from '@playwright/test'

/** What the window shows when the store can not be opened. */
export class StoreProblemPage {
  readonly alert: Locator
  readonly retry: Locator
  readonly chooseFolder: Locator
  readonly quit: Locator

  constructor(page: Page) {
    this.alert = page.getByRole('alert').filter({ hasText: 'The store could not be opened' })
    this.retry = page.getByRole('button', { name: 'Try again' })
    this.chooseFolder = page.getByRole('button', { name: 'Choose another folder…' })
    this.quit = page.getByRole('button', { name: 'Quit' })
  }
}
