import type { RowText } from './import-row.ts'
import { RowBytes } from './row-bytes.ts'

const LINE_FEED = 0x0a

/** The lines of a file that are not blank, a list for each chunk. A line may end in CR LF. // T-8 */
export async function* ndjsonRows(chunks: AsyncIterable<Buffer>, maxRowBytes: number): AsyncGenerator<readonly RowText[]> {
  const row = new RowBytes(maxRowBytes)
  let line = 1
  for await (const chunk of chunks) {
    const rows: RowText[] = []
    let start = 0
    for (let end = chunk.indexOf(LINE_FEED); end >= 0; end = chunk.indexOf(LINE_FEED, start)) {
      row.add(chunk.subarray(start, end), line)
      if (!row.empty) addRow(rows, line, row.take())
      line += 1
      start = end + 1
    }
    row.add(chunk.subarray(start), line)
    yield rows
  }
  const text = row.empty ? '' : row.take()
  if (text.trim() !== '') yield [{ line, text, last: true }]
}

/** A carriage return at the end is white space to the parser. */
function addRow(rows: RowText[], line: number, text: string): void {
  if (text.trim() !== '') rows.push({ line, text })
}
