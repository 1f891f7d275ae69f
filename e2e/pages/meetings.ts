import { expect } from '@playwright/test'
import { SrvraDataSync } from '../../engine/srvra-data-sync.ts'
import type { JsonValue } from '../../src/shared/contract.ts'
import { freePort } from '../free-port.ts'
import type { Workspace } from './workspace.ts'

/** What a shop and the head office made of one document while they did not see each other. */
export interface Meeting {
  readonly key: string
  readonly base: JsonValue
  /** Null as a whole: deleted. */
  readonly office: JsonValue
  readonly shop: JsonValue
  readonly priority?: 'critical' | 'high' | 'normal' | 'low'
}

/** Lets two edits of each document meet as they do in earnest: through a replica that was away. */
export async function letMeet(workspace: Workspace, meetings: readonly Meeting[]): Promise<void> {
  expect(await workspace.call('hub.listen', { port: await freePort() })).toMatchObject({ status: 'listening' })
  for (const { key, base } of meetings) await write(workspace, key, 0, base)
  const { url, token } = await workspace.call('hub.connection', {})
  if (url === null || token === null) throw new Error('The hub tells nobody how to connect.')
  const shop = new SrvraDataSync({ nodes: [url], token, replicaName: 'shop-01', actor: 'clerk-1' })
  const last = meetings.at(-1)?.key ?? ''
  await expect.poll(() => shop.getState(last)).toBeDefined()
  shop.replica?.pause()
  for (const { key, office } of meetings) await write(workspace, key, 1, office)
  for (const { key, shop: value, priority } of meetings) {
    const options = priority === undefined ? {} : { priority }
    if (value === null) shop.stateManager.deleteState(key)
    else shop.setState(key, value, options)
  }
  const { waiting } = await workspace.call('conflicts.summary', {})
  shop.replica?.resume()
  await expect
    .poll(async () => (await workspace.call('conflicts.summary', {})).waiting, { timeout: 30_000 })
    .toBe(waiting + meetings.length)
  await shop.close()
}

async function write(workspace: Workspace, key: string, baseVersion: number, value: JsonValue): Promise<void> {
  if (value === null) await workspace.call('documents.delete', { key, baseVersion })
  else await workspace.call('documents.set', { key, baseVersion, text: JSON.stringify(value) })
}

const STORY = `The kettle is filled to the mark.
It is switched on, and it stays on until it boils.
Then it is switched off by itself.`

/** Twenty conflicts of the kinds that operators meet. */
export function twentyMeetings(): readonly Meeting[] {
  const prices = Array.from({ length: 10 }, (_, index) => ({
    key: `pricing/article-${String(index).padStart(3, '0')}`,
    base: { name: 'Coffee beans, 1 kg', price: 12, unit: 'bag' },
    office: { name: 'Coffee beans, 1 kg', price: 14 + index, unit: 'bag' },
    shop: { name: 'Coffee beans, 1 kg', price: 13, unit: 'bag', seen: true },
    ...(index === 4 ? { priority: 'critical' as const } : {}),
  }))
  const patients = Array.from({ length: 5 }, (_, index) => ({
    key: `patients/${1000 + index}`,
    base: { ward: 'A', bed: 1, notes: '', insurer: null },
    office: { ward: 'B', bed: 2, notes: '', insurer: 'none' },
    shop: { ward: 'C', bed: 3, notes: 'came by ambulance' },
  }))
  const deletions = Array.from({ length: 2 }, (_, index) => ({
    key: `orders/2026/11/${7000 + index}`,
    base: { state: 'open', lines: [1, 2] },
    office: index === 0 ? null : { state: 'sent', lines: [1, 2] },
    shop: index === 0 ? { state: 'open', lines: [1, 2, 3] } : null,
  }))
  const texts = Array.from({ length: 2 }, (_, index) => ({
    key: `manuals/kettle/chapter-${index + 1}`,
    base: { title: 'Boiling', text: STORY },
    office: { title: 'Boiling', text: STORY.replace('filled to the mark', 'filled with water') },
    shop: { title: 'Boiling', text: STORY.replace('filled to the mark', 'filled with fresh water to the upper mark') },
  }))
  const types = [{ key: 'sensors/7/limit', base: { limit: 10 }, office: { limit: '10 bar' }, shop: { limit: 12 } }]
  return [...prices, ...patients, ...deletions, ...texts, ...types]
}
