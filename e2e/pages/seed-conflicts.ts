import { letMeet } from './meetings.ts'
import type { Workspace } from './workspace.ts'

const STOCK = 100

/** What a shop and the head office made of one article while they did not see each other. */
interface Sales {
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
  const meetings = Array.from({ length: decided + waiting }, (_, index) => ({
    key: `inventory/article-${String(index).padStart(3, '0')}`,
    office: STOCK - 2 - (index % 5),
    shop: STOCK - 1 - (index % 7) * 10,
  }))
  await letMeet(
    workspace,
    meetings.map(({ key, office, shop }) => ({ key, base: article(STOCK), office: article(office), shop: article(shop) })),
  )
  for (const meeting of meetings.slice(0, decided)) await decide(workspace, meeting, meeting === meetings[0])
}

async function decide(workspace: Workspace, { key, office, shop }: Sales, otherwise: boolean): Promise<void> {
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

function article(quantity: number) {
  return { name: 'Coffee beans, 1 kg', stock: { quantity, unit: 'bag' } }
}
