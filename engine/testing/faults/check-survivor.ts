import { openSqliteStorage } from '../../adapters/sqlite-storage/index.ts'
import { finish } from '../storage-contract/fixture.ts'

/** What is wrong with a store that a writer left behind; empty when all is as promised (L-6). */
export function complaintsAbout(dir: string, acknowledged: number): readonly string[] {
  const complaints: string[] = []
  let storage
  try {
    storage = openSqliteStorage({ dir })
  } catch (error) {
    return [`it does not open: ${String(error)}`]
  }
  const { seq } = storage.head()
  if (seq < acknowledged) complaints.push(`acknowledged up to ${acknowledged}, and there is only ${seq}`)
  // Gaps, broken links, and a state that is not what the log leads to.
  complaints.push(...finish(storage.verify()).problems.map(({ code, message }) => `${code} ${message}`))
  const last = seq > storage.horizon().seq ? storage.log({ after: seq - 1, limit: 1 })[0] : undefined
  if (last?.batch !== undefined && last.batch + Number(last.reason) - 1 !== seq)
    complaints.push(`the batch at ${last.batch} is only there in part`)
  storage.close()
  return complaints
}
