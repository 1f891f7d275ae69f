import { isUtf8 } from 'node:buffer'
import { SrvraError } from '../core/errors.ts'

const LINE_FEED = 0x0a

/**
 * The bytes of a file, proven to be UTF-8, without a byte order mark, cut between characters. Throws
 * E_IMPORT_ENCODING with the line for anything else, UTF-16 by its name. // T-6
 */
export async function* utf8Chunks(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let line = 1
  let held: Buffer = Buffer.alloc(0)
  let first = true
  for await (const piece of source) {
    let chunk = held.length === 0 ? piece : Buffer.concat([held, piece])
    // A byte order mark needs three bytes to be told.
    if (first && chunk.length < 3) {
      held = chunk
      continue
    }
    if (first) chunk = withoutMark(chunk)
    first = false
    const end = wholeCharacters(chunk)
    held = chunk.subarray(end)
    const whole = chunk.subarray(0, end)
    if (!isUtf8(whole)) throw encodingError(line + linesBefore(whole, firstInvalid(whole)))
    line += linesBefore(whole, whole.length)
    if (whole.length > 0) yield whole
  }
  if (first) held = withoutMark(held)
  if (!isUtf8(held)) throw encodingError(line)
  if (held.length > 0) yield held
}

function withoutMark(chunk: Buffer): Buffer {
  const [one, two, three] = chunk
  if (one === 0xef && two === 0xbb && three === 0xbf) return chunk.subarray(3)
  const marked = (one === 0xff && two === 0xfe) || (one === 0xfe && two === 0xff)
  // Text never holds NUL bytes; UTF-16 without a mark has one in nearly every character.
  if (!marked && !chunk.subarray(0, 4096).includes(0)) return chunk
  throw new SrvraError(
    'E_IMPORT_ENCODING',
    `The file ${marked ? 'is UTF-16' : 'holds NUL bytes, so it is UTF-16 or no text at all'}. Save it as UTF-8 and import it again.`,
    { line: 1, encoding: marked ? 'utf-16' : 'unknown' },
  )
}

/** Length without a character that the chunk's end cuts in two (at most three bytes). */
function wholeCharacters(chunk: Buffer): number {
  for (let back = 1; back <= Math.min(3, chunk.length); back += 1) {
    const byte = chunk[chunk.length - back] as number
    if ((byte & 0xc0) === 0x80) continue
    const size = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1
    return size > back ? chunk.length - back : chunk.length
  }
  return chunk.length
}

/** Where the first malformed character begins or, at the latest, ends: found by halving. */
function firstInvalid(chunk: Buffer): number {
  let good = 0
  let bad = chunk.length
  while (bad - good > 4) {
    const middle = good + wholeCharacters(chunk.subarray(good, (good + bad) >> 1))
    if (middle === good) break
    if (isUtf8(chunk.subarray(good, middle))) good = middle
    else bad = middle
  }
  while (good < bad && (chunk[good] as number) < 0x80) good += 1
  return good
}

function linesBefore(chunk: Buffer, end: number): number {
  let count = 0
  for (let at = chunk.indexOf(LINE_FEED); at >= 0 && at < end; at = chunk.indexOf(LINE_FEED, at + 1)) count += 1
  return count
}

function encodingError(line: number): SrvraError {
  return new SrvraError('E_IMPORT_ENCODING', `Line ${line} is not valid UTF-8. Save the file as UTF-8 and import it again.`, {
    line,
    encoding: 'unknown',
  })
}
