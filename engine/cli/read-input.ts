import { readFileSync } from 'node:fs'
import { SrvraError } from '../core/errors.ts'

/** More than any document may have, so that what is too large is refused by the document's own limit. */
const MAX_BYTES = 16_777_216

/** The text that an argument stands for: itself, with `@` a file's, with `-` that of standard input. Throws E_FILE, E_TOO_LARGE. */
export async function readInput(argument: string, stdin: AsyncIterable<Buffer>): Promise<string> {
  if (argument === '-') return decode(await readAll(stdin), 'Standard input')
  if (!argument.startsWith('@')) return argument
  const file = argument.slice(1)
  try {
    return decode(readFileSync(file), file)
  } catch (cause) {
    if (cause instanceof SrvraError) throw cause
    throw new SrvraError('E_FILE', `${file} can not be read: ${(cause as Error).message}.`, { file }, { cause })
  }
}

async function readAll(stdin: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of stdin) {
    size += chunk.length
    if (size > MAX_BYTES)
      throw new SrvraError('E_TOO_LARGE', `Standard input holds more than ${MAX_BYTES} bytes.`, { limit: MAX_BYTES })
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

function decode(bytes: Buffer, what: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch (cause) {
    throw new SrvraError('E_UNICODE', `${what} is not valid UTF-8.`, {}, { cause })
  }
}
