import { parseCanonical } from '../../core/json/index.ts'
import type { JsonValue } from '../../core/json/index.ts'
import type { Change } from '../../core/log/change.ts'
import type { RecordWrite } from '../../ports/storage.ts'

/** What a segment holds, in the order in which it came about. */
export type SegmentLine =
  | { readonly change: Change }
  /** A write of a record, made after the change at `seq`: entry `n` of the store's journal. */
  | { readonly seq: number; readonly n: number; readonly record: RecordWrite }

/** One line of JSON, without its end. */
export function lineOf(line: SegmentLine): string {
  if ('change' in line) return JSON.stringify({ c: line.change })
  const { collection, id, value } = line.record
  return JSON.stringify({ r: [line.n, line.seq, collection, id], ...(value === undefined ? {} : { v: value }) })
}

/** Reads back what `lineOf` wrote: for content that was opened with its key, and is therefore ours. */
function parseLine(text: string): SegmentLine {
  const line = parseCanonical(text) as unknown as { c?: Change; r?: [number, number, string, string]; v?: JsonValue }
  if (line.c) return { change: 'value' in line.c ? line.c : { ...(line.c as Change), value: undefined } }
  const [n, seq, collection, id] = line.r as [number, number, string, string]
  return { n, seq, record: { collection, id, value: line.v } }
}

/** The lines of a segment's content, one after the other. */
export function* linesOf(content: Buffer): Generator<SegmentLine> {
  for (let from = 0; from < content.length;) {
    const end = content.indexOf(10, from)
    yield parseLine(content.toString('utf8', from, end))
    from = end + 1
  }
}
