import { SrvraError } from '../errors.ts'
import type { JsonValue } from '../json/json-value.ts'
import type { Fields } from './fields.ts'
import type { Answer, HubFrame, Listing, Snapshot, Welcome, WireChange, WireDocument } from './frames.ts'
import { parseContent } from './parse-content.ts'
import { parseLives } from './parse-lives.ts'
import { PRIORITIES } from './parse-operation.ts'
import type { ProtocolLimits } from './limits.ts'

/** A hub is trusted more than a client, and its frames are bounded in bytes: these only keep the shape. */
const ELEMENTS = 100_000
const TEXT_CHARACTERS = 10_000
const KINDS = ['set', 'delete', 'merge', 'rollback', 'restore', 'import'] as const

/** The frames of a hub, each by its type. */
export const HUB_FRAMES: Readonly<Record<string, (fields: Fields, limits: ProtocolLimits) => HubFrame>> = {
  welcome: parseWelcome,
  answers: (fields) => ({ type: 'answers', id: fields.count('id'), answers: fields.each('answers', ELEMENTS, parseAnswer) }),
  changes: (fields) => ({
    type: 'changes',
    from: fields.count('from'),
    to: fields.count('to'),
    changes: fields.each('changes', ELEMENTS, parseChange),
  }),
  snapshot: parseSnapshot,
  documents: (fields) => ({
    type: 'documents',
    id: fields.count('id'),
    at: fields.count('at'),
    documents: fields.each('documents', ELEMENTS, parseDocument),
    missing: fields.texts('missing', ELEMENTS, TEXT_CHARACTERS),
  }),
  digest: (fields) => ({
    type: 'digest',
    id: fields.count('id'),
    at: fields.count('at'),
    digest: fields.text('digest', TEXT_CHARACTERS),
    count: fields.count('count'),
  }),
  listing: parseListing,
  inspect: (fields) => ({ type: 'inspect', id: fields.count('id') }),
  drain: (fields) => ({ type: 'drain', reason: fields.text('reason', TEXT_CHARACTERS) }),
  error: (fields) => ({
    type: 'error',
    code: fields.text('code', TEXT_CHARACTERS),
    message: fields.text('message', TEXT_CHARACTERS),
    ...fields.optional('details', (from) => from.object('details')),
    ...fields.optional('id', (from) => from.count('id')),
    fatal: fields.flag('fatal'),
  }),
  ping: (fields) => ({ type: 'ping', t: fields.number('t') }),
  pong: (fields) => ({ type: 'pong', t: fields.number('t') }),
}

function parseWelcome(fields: Fields): Welcome {
  const limits = fields.fields('limits')
  return {
    type: 'welcome',
    protocol: fields.count('protocol'),
    hub: fields.text('hub', TEXT_CHARACTERS),
    epoch: fields.count('epoch'),
    ...fields.optional('lives', parseLives),
    head: fields.count('head'),
    resume: fields.oneOf('resume', ['log', 'snapshot']),
    ...fields.optional('codec', (from) => from.text('codec', TEXT_CHARACTERS)),
    limits: { frameBytes: limits.count('frameBytes'), operations: limits.count('operations'), patterns: limits.count('patterns') },
    time: fields.number('time'),
    heartbeatMs: fields.count('heartbeatMs'),
    identity: fields.text('identity', TEXT_CHARACTERS),
  }
}

function parseAnswer(fields: Fields): Answer {
  const opId = fields.text('opId', TEXT_CHARACTERS)
  const duplicate = fields.any('duplicate') === true ? ({ duplicate: true } as const) : {}
  switch (fields.oneOf('status', ['committed', 'merged', 'conflict', 'rejected'])) {
    case 'committed':
      return { opId, status: 'committed', version: fields.count('version'), seq: fields.count('seq'), ...duplicate }
    case 'merged':
      return {
        opId,
        status: 'merged',
        version: fields.count('version'),
        seq: fields.count('seq'),
        ...duplicate,
        ...parseContent(fields),
      }
    case 'conflict':
      return {
        opId,
        status: 'conflict',
        conflict: fields.text('conflict', TEXT_CHARACTERS),
        reason: fields.text('reason', TEXT_CHARACTERS),
        ...fields.optional('seq', (from) => from.count('seq')),
        ...duplicate,
      }
    case 'rejected':
      return {
        opId,
        status: 'rejected',
        code: fields.text('code', TEXT_CHARACTERS),
        message: fields.text('message', TEXT_CHARACTERS),
        ...fields.optional('details', (from) => from.object('details')),
      }
  }
}

function parseChange(fields: Fields): WireChange {
  return {
    seq: fields.count('seq'),
    key: fields.text('key', TEXT_CHARACTERS),
    version: fields.count('version'),
    base: fields.count('base'),
    kind: fields.oneOf('kind', KINDS),
    opId: fields.text('opId', TEXT_CHARACTERS),
    actor: fields.text('actor', TEXT_CHARACTERS),
    at: fields.number('at'),
    hlc: fields.text('hlc', TEXT_CHARACTERS),
    ...fields.optional('priority', (from) => from.oneOf('priority', PRIORITIES)),
    ...fields.optional('batch', (from) => from.count('batch')),
    ...fields.optional('reason', (from) => from.text('reason', TEXT_CHARACTERS)),
    ...fields.optional('cause', (from) => from.text('cause', TEXT_CHARACTERS)),
    ...parseContent(fields),
  }
}

function parseDocument(fields: Fields): WireDocument {
  const { value, hash, metadata } = parseContent(fields)
  if (value === undefined || hash === undefined) throw new SrvraError('E_TYPE', 'A document of a frame has a value and its hash.')
  return {
    key: fields.text('key', TEXT_CHARACTERS),
    version: fields.count('version'),
    ...fields.optional('seq', (from) => from.count('seq')),
    value,
    hash,
    ...(metadata === undefined ? {} : { metadata }),
    actor: fields.text('actor', TEXT_CHARACTERS),
    at: fields.number('at'),
  }
}

function parseSnapshot(fields: Fields): Snapshot {
  return {
    type: 'snapshot',
    at: fields.count('at'),
    patterns: fields.texts('patterns', ELEMENTS, TEXT_CHARACTERS),
    except: fields.texts('except', ELEMENTS, TEXT_CHARACTERS),
    ...fields.optional('after', (from) => from.text('after', TEXT_CHARACTERS)),
    ...fields.optional('upTo', (from) => from.text('upTo', TEXT_CHARACTERS)),
    documents: fields.each('documents', ELEMENTS, parseDocument),
  }
}

function parseListing(fields: Fields): Listing {
  return {
    type: 'listing',
    id: fields.count('id'),
    at: fields.count('at'),
    documents: fields.list('documents', ELEMENTS).map(parseIdentity),
    done: fields.flag('done'),
  }
}

function parseIdentity(row: JsonValue): readonly [string, number, string] {
  const [key, version, hash] = Array.isArray(row) ? (row as readonly JsonValue[]) : []
  if (typeof key === 'string' && typeof version === 'number' && typeof hash === 'string') return [key, version, hash]
  throw new SrvraError('E_TYPE', 'A row of a listing is a key, a version and a hash.')
}
