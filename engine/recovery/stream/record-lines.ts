import type { Storage } from '../../ports/storage.ts'
import { SEGMENT_BYTES } from './gather.ts'
import { lineOf } from './segment-lines.ts'

const PAGE = 200

/** All records of a store as they are, as the contents of segments: for a store that cannot be copied as a file. */
export function* recordLines(storage: Storage, seq: number): Generator<Buffer> {
  let lines: string[] = []
  let bytes = 0
  for (const collection of storage.collections()) {
    for (let after: string | undefined; ;) {
      const page = storage.records(collection, { limit: PAGE, ...(after === undefined ? {} : { after }) })
      for (const { id, value } of page) {
        const line = lineOf({ seq, n: 0, record: { collection, id, value } })
        lines.push(line)
        bytes += line.length + 1
      }
      if (bytes >= SEGMENT_BYTES) {
        yield Buffer.from(`${lines.join('\n')}\n`)
        lines = []
        bytes = 0
      }
      if (page.length < PAGE) break
      after = page.at(-1)?.id
    }
  }
  if (lines.length > 0) yield Buffer.from(`${lines.join('\n')}\n`)
}
