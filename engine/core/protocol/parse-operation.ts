import { SrvraError } from '../errors.ts'
import type { Priority } from '../log/change.ts'
import type { Fields } from './fields.ts'
import type { EarlierLife, Operation, PushedOperation } from './frames.ts'
import { parseContent } from './parse-content.ts'

const KINDS: readonly Operation['kind'][] = ['set', 'delete', 'rollback', 'import', 'restore']
export const PRIORITIES: readonly Priority[] = ['critical', 'high', 'normal', 'low']
const OPERATION_ID = /^[!-~]{1,100}$/
const READING = /^[0-9a-z]{12}$/
const KEY_CHARACTERS = 512
const TEXT_CHARACTERS = 1000
/** Nobody is told anything new by an operation that waited for longer than a year. */
const MOST_AGE_MS = 366 * 24 * 3_600_000

/** An operation of a push. One that can not be read is refused alone, as long as it says which one it is. */
export function parseOperation(fields: Fields): PushedOperation {
  const opId = fields.matching('opId', OPERATION_ID, '1 to 100 printable characters')
  try {
    return {
      opId,
      key: fields.text('key', KEY_CHARACTERS),
      kind: fields.oneOf('kind', KINDS),
      base: fields.count('base'),
      hlc: fields.matching('hlc', READING, 'a reading of a logical clock: twelve digits 0-9 and a-z'),
      priority: fields.oneOf('priority', PRIORITIES),
      ...fields.optional('batch', (from) => from.text('batch', TEXT_CHARACTERS)),
      ...fields.optional('reason', (from) => from.text('reason', TEXT_CHARACTERS)),
      ...fields.optional('cause', (from) => from.text('cause', TEXT_CHARACTERS)),
      ...fields.optional('actor', (from) => from.text('actor', TEXT_CHARACTERS)),
      ...fields.optional('age', (from) => Math.min(from.count('age'), MOST_AGE_MS)),
      ...fields.optional('seen', (from) => parseSeen(from.fields('seen'))),
      ...fields.optional('restored', (from) => parseEarlierLife(from.fields('restored'))),
      ...parseContent(fields),
    }
  } catch (error) {
    if (!(error instanceof SrvraError)) throw error
    const { code, message, details } = error
    const batch = fields.any('batch')
    return { opId, unreadable: { code, message, details: details }, ...(typeof batch === 'string' ? { batch } : {}) }
  }
}

function parseEarlierLife(fields: Fields): EarlierLife {
  const was = fields.oneOf('was', ['pending', 'acknowledged'])
  return was === 'pending' ? { was } : { was, since: fields.count('since') }
}

function parseSeen(fields: Fields): NonNullable<Operation['seen']> {
  const { hash: _hash, ...seen } = parseContent(fields)
  return seen
}
