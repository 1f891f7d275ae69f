import { setImmediate as nextTurn } from 'node:timers/promises'
import { formatInstant } from '../core/query/index.ts'
import type { DocumentRow, Storage } from '../ports/storage.ts'
import type { CommandContext } from './command-context.ts'
import { rowView } from './views.ts'

const PAGE = 1000

export interface Listing {
  readonly prefix: string
  readonly limit: number
  /** Tabs between key, version, bytes, time and author, instead of the key alone. */
  readonly long: boolean
  readonly atSeq?: number
}

/** Prints documents in the order of their keys, page by page, however many there are. Answers how many. // C-7 */
export async function listDocuments({ out, signal }: CommandContext, storage: Storage, listing: Listing): Promise<number> {
  let printed = 0
  if (out.json) out.raw('[')
  for await (const rows of pages(storage, listing)) {
    signal.throwIfAborted()
    if (out.json) out.raw(rows.map((row, index) => `${printed + index === 0 ? '' : ','}${JSON.stringify(rowView(row))}`).join(''))
    else for (const row of rows) out.line(listing.long ? longLine(row) : row.key)
    printed += rows.length
    await out.drain()
  }
  if (out.json) out.answerText(']')
  return printed
}

async function* pages(storage: Storage, { prefix, limit, atSeq }: Listing): AsyncGenerator<readonly DocumentRow[]> {
  let after: string | undefined
  for (let left = limit; left > 0;) {
    const rows = storage.list({
      prefix,
      limit: Math.min(PAGE, left),
      ...(after === undefined ? {} : { after }),
      ...(atSeq === undefined ? {} : { atSeq }),
    })
    if (rows.length === 0) return
    yield rows
    left -= rows.length
    after = rows.at(-1)?.key
    await nextTurn()
  }
}

function longLine({ key, version, sizeBytes, updatedAt, actor }: DocumentRow): string {
  return [key, version, sizeBytes, formatInstant(updatedAt), actor].join('\t')
}
