import { expect } from '@playwright/test'
import { SrvraDataSync } from '../../engine/srvra-data-sync.ts'
import { freePort } from '../free-port.ts'
import type { Workspace } from './workspace.ts'

const STOCK = 100

/** What a shop and the head office made of one article while they did not see each other. */
interface Meeting {
  readonly key: string
  readonly office: number
  readonly shop: number
}

/** Sales of a shop that meet sales of the head office: so many are decided by hand, so many wait. */
export interface SeededConflicts {
  readonly decided: number
  readonly waiting: number
}

/** Makes conflicts as they arise in earnest: through a replica that was away. People add the sales up, but for one. */
export async function seedConflicts(workspace: Workspace, { decided, waiting }: SeededConflicts): Promise<void> {
  expect(await workspace.call('hub.listen', { port: await freePort() })).toMatchObject({ status: 'listening' })
  const meetings = Array.from({ length: decided + waiting }, (_, index) => ({
    key: `inventory/article-${String(index).padStart(3, '0')}`,
    office: STOCK - 2 - (index % 5),
    shop: STOCK - 1 - (index % 7) * 10,
  }))
  for (const { key } of meetings) await write(workspace, key, 0, STOCK)
  await sellApart(workspace, meetings)
  for (const meeting of meetings.slice(0, decided)) await decide(workspace, meeting, meeting === meetings[0])
}

async function sellApart(workspace: Workspace, meetings: readonly Meeting[]): Promise<void> {
  const { url, token } = await workspace.call('hub.connection', {})
  if (url === null || token === null) throw new Error('The hub tells nobody how to connect.')
  const shop = new SrvraDataSync({ nodes: [url], token, replicaName: 'shop-01' })
  const last = meetings.at(-1)?.key ?? ''
  await expect.poll(() => shop.getState(last)).toBeDefined()
  shop.replica?.pause()
  for (const { key, office } of meetings) await write(workspace, key, 1, office)
  for (const { key, shop: quantity } of meetings) shop.setState(key, article(quantity))
  shop.replica?.resume()
  await expect.poll(async () => (await workspace.call('conflicts.summary', {})).waiting).toBe(meetings.length)
  await shop.close()
}

async function decide(workspace: Workspace, { key, office, shop }: Meeting, otherwise: boolean): Promise<void> {
  const { ids } = await workspace.call('conflicts.list', { text: key })
  const [id = ''] = ids
  const { local } = await workspace.call('conflicts.get', { id })
  const value = otherwise ? 1 : office + shop - STOCK
  await workspace.call('conflicts.resolve', {
    id,
    choices: [{ path: '/stock/quantity', take: 'edited', value }],
    localVersion: local.version ?? 0,
  })
}

async function write(workspace: Workspace, key: string, baseVersion: number, quantity: number): Promise<void> {
  await workspace.call('documents.set', { key, baseVersion, text: JSON.stringify(article(quantity)) })
}

function article(quantity: number) {
  return { name: 'Coffee beans, 1 kg', stock: { quantity, unit: 'bag' } }
}
