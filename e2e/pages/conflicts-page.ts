import { expect, type Locator } from '@playwright/test'
import type { Workspace } from './workspace.ts'

/** The queue of conflicts, as an operator empties it by keys. */
export class ConflictsPage {
  readonly workspace: Workspace

  constructor(workspace: Workspace) {
    this.workspace = workspace
  }

  get queue(): Locator {
    return this.workspace.page.getByRole('grid', { name: 'Conflicts' })
  }

  get fields(): Locator {
    return this.workspace.page.getByRole('grid', { name: 'Fields' })
  }

  get heading(): Locator {
    return this.workspace.page.getByRole('region', { name: 'Conflict', exact: true }).getByRole('heading', { level: 2 })
  }

  /** What a screen reader hears of a choice. */
  get spoken(): Locator {
    return this.workspace.page.locator('[aria-live="polite"][role="status"]')
  }

  async open(): Promise<void> {
    await this.workspace.press('g', 'c')
    await expect(this.fields).toBeFocused()
  }

  async waiting(): Promise<number> {
    return (await this.workspace.call('conflicts.summary', {})).waiting
  }
}
