import { letMeet, type Meeting } from './meetings.ts'
import type { Workspace } from './workspace.ts'

const STOCK = 100

/** Sales of a shop that meet sales of the head office: so many are decided by hand, so many wait. */
export interface Sales {
  readonly decided: number
  readonly waiting: number
}

/** Lets people decide about sales that met: they add them up, but for the first. */
export async function sellApart(workspace: Workspace, { decided, waiting }: Sales): Promise<void> {
  const sales = Array.from({ length: decided + waiting }, (_, index) => ({
    key: `inventory/article-${String(index).padStart(3, '0')}`,
    office: STOCK - 2 - (index % 5),
    shop: STOCK - 1 - (index % 7) * 10,
  }))
  const meetings: readonly Meeting[] = sales.map(({ key, office, shop }) => ({
    key,
    base: article(STOCK),
    office: article(office),
    shop: article(shop),
  }))
  await letMeet(workspace, meetings)
  for (const [index, { key, office, shop }] of sales.slice(0, decided).entries())
    await decide(workspace, key, index === 0 ? 1 : office + shop - STOCK)
}

async function decide(workspace: Workspace, key: string, quantity: number): Promise<void> {
  const { ids } = await workspace.call('conflicts.list', { text: key })
  const [id = ''] = ids
  const { local } = await workspace.call('conflicts.get', { id })
  await workspace.call('conflicts.resolve', {
    id,
    choices: [{ path: '/stock/quantity', take: 'edited', value: quantity }],
    localVersion: local.version ?? 0,
  })
}

function article(quantity: number) {
  return { name: 'Coffee beans, 1 kg', stock: { quantity, unit: 'bag' } }
}
