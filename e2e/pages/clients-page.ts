import { expect, type Locator } from '@playwright/test'
import type { Answer } from '../../src/shared/contract.ts'
import type { Workspace } from './workspace.ts'

/** Clients & nodes, as an operator watches and acts there. */
export class ClientsPage {
  readonly workspace: Workspace

  constructor(workspace: Workspace) {
    this.workspace = workspace
  }

  get demo(): Locator {
    return this.workspace.page.getByRole('region', { name: 'Demo' })
  }

  row(name: string): Locator {
    return this.workspace.table.getByRole('row').filter({ hasText: name })
  }

  /** From any empty state. */
  async runDemo(scenario: string): Promise<void> {
    const { page } = this.workspace
    await page.getByRole('button', { name: 'Run demo…' }).first().click()
    await page.getByRole('radio', { name: scenario }).click()
    await page.getByRole('button', { name: 'Run demo', exact: true }).click()
    await expect(this.demo).toContainText('runs with', { timeout: 60_000 })
  }

  /** How many clients of that name are live. */
  async live(text: string): Promise<number> {
    return (await this.#live(text)).matches
  }

  /**
   * Waits until so many clients of that name have been live since now. Members of a fleet have dead spots of their own: all
   * of them being live in one moment is a matter of luck.
   */
  async haveBeenLive(text: string, count: number): Promise<void> {
    const seen = new Set<string>()
    const look = async (): Promise<number> => {
      for (const replica of (await this.#live(text)).replicas) seen.add(replica)
      return seen.size
    }
    await expect.poll(look, { timeout: 90_000 }).toBe(count)
  }

  #live(text: string): Promise<Answer<'clients.list'>> {
    return this.workspace.call('clients.list', { text, status: 'live', sort: 'name', descending: false })
  }

  async idsOf(text: string): Promise<readonly string[]> {
    return (await this.workspace.call('clients.list', { text, sort: 'name', descending: false })).replicas
  }

  inspect(replica: string): Promise<Answer<'clients.inspect'>> {
    return this.workspace.call('clients.inspect', { replica })
  }

  /** Waits until a client holds what the hub holds at `seq` or later, as its own digest says, and nothing waits at it. */
  async converged(replica: string, seq: number): Promise<void> {
    const difference = async (): Promise<string> => {
      const { client, report } = await this.inspect(replica)
      const comparison = report?.statistics['comparison'] as { readonly equal: boolean; readonly seq: number } | undefined
      if (comparison === undefined || comparison.seq < seq)
        return `${client.name}: not compared there yet (${report?.state ?? client.status})`
      const waiting = Object.values(client.pending).reduce((sum, count) => sum + count, 0)
      return comparison.equal && waiting === 0 ? 'same' : `${client.name}: equal ${comparison.equal}, ${waiting} waiting`
    }
    await expect.poll(difference, { timeout: 90_000 }).toBe('same')
  }
}
