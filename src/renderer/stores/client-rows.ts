import type { ClientRow } from '../../shared/contract.ts'
import { call } from '../client.ts'

/** Rows of one question. */
const PAGE = 500

/** Clients by their ids, null where one was forgotten. Rejects with a sentence for people. */
export async function readClientRows(replicas: readonly string[]): Promise<readonly (ClientRow | null)[]> {
  const rows: (ClientRow | null)[] = []
  for (let from = 0; from < replicas.length; from += PAGE) {
    const answer = await call('clients.rows', { replicas: replicas.slice(from, from + PAGE) })
    if (!answer.ok) throw new Error(answer.error.message)
    rows.push(...answer.value)
  }
  return rows
}
