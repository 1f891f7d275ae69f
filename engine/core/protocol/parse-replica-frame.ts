import type { Priority } from '../log/change.ts'
import type { Fields } from './fields.ts'
import type { Applied, DeadlineCounts, Hello, LaneCounts, OperationSummary, ReceivedFrame, Report } from './frames.ts'
import type { ProtocolLimits } from './limits.ts'
import { parseLives } from './parse-lives.ts'
import { parseOperation, PRIORITIES } from './parse-operation.ts'

const REPLICA_ID = /^[\w.-]{1,64}$/
const NAME_CHARACTERS = 200
const TOKEN_CHARACTERS = 4096
const PATTERN_CHARACTERS = 1000
const KEY_CHARACTERS = 512
const CODECS = 16
const SHOWN_OPERATIONS = 200

/** The frames of a replica, each by its type. */
export const REPLICA_FRAMES: Readonly<Record<string, (fields: Fields, limits: ProtocolLimits) => ReceivedFrame>> = {
  hello: parseHello,
  push: (fields, limits) => ({
    type: 'push',
    id: fields.count('id'),
    operations: fields.each('operations', limits.operations, parseOperation),
  }),
  applied: parseApplied,
  subscribe: (fields, limits) => ({
    type: 'subscribe',
    id: fields.count('id'),
    patterns: fields.texts('patterns', limits.patterns, PATTERN_CHARACTERS),
  }),
  fetch: (fields, limits) => ({ type: 'fetch', id: fields.count('id'), keys: fields.texts('keys', limits.keys, KEY_CHARACTERS) }),
  'ask-digest': (fields) => ({ type: 'ask-digest', id: fields.count('id') }),
  compare: (fields) => ({
    type: 'compare',
    id: fields.count('id'),
    ...fields.optional('after', (from) => from.text('after', KEY_CHARACTERS)),
  }),
  report: parseReport,
  ping: (fields) => ({ type: 'ping', t: fields.number('t') }),
  pong: (fields) => ({ type: 'pong', t: fields.number('t') }),
}

function parseHello(fields: Fields, limits: ProtocolLimits): Hello {
  return {
    type: 'hello',
    protocol: fields.count('protocol'),
    replica: fields.matching('replica', REPLICA_ID, '1 to 64 letters, digits, dots, dashes and underscores'),
    ...fields.optional('name', (from) => from.text('name', NAME_CHARACTERS)),
    ...fields.optional('token', (from) => from.text('token', TOKEN_CHARACTERS)),
    ...fields.optional('hub', (from) => from.text('hub', NAME_CHARACTERS)),
    ...fields.optional('epoch', (from) => from.count('epoch')),
    since: fields.count('since'),
    patterns: fields.texts('patterns', limits.patterns, PATTERN_CHARACTERS),
    covered: fields.texts('covered', limits.patterns, PATTERN_CHARACTERS),
    ...fields.optional('snapshotAfter', (from) => from.text('snapshotAfter', KEY_CHARACTERS)),
    codecs: fields.texts('codecs', CODECS, NAME_CHARACTERS),
    ...fields.optional('lives', parseLives),
  }
}

function parseApplied(fields: Fields): Applied {
  return {
    type: 'applied',
    seq: fields.count('seq'),
    pending: parseLanes(fields.fields('pending')),
    deadLetters: fields.count('deadLetters'),
    deadlines: parseDeadlines(fields.fields('deadlines')),
  }
}

function parseLanes(fields: Fields): LaneCounts {
  return byLane((lane) => fields.count(lane))
}

function parseDeadlines(fields: Fields): Readonly<Record<Priority, DeadlineCounts>> {
  return byLane((lane) => {
    const counts = fields.fields(lane)
    return { met: counts.count('met'), missed: counts.count('missed') }
  })
}

function byLane<Read>(read: (lane: Priority) => Read): Readonly<Record<Priority, Read>> {
  return Object.fromEntries(PRIORITIES.map((lane) => [lane, read(lane)])) as Record<Priority, Read>
}

function parseReport(fields: Fields): Report {
  const counts = fields.fields('counts')
  return {
    type: 'report',
    id: fields.count('id'),
    state: fields.text('state', NAME_CHARACTERS),
    pending: fields.each('pending', SHOWN_OPERATIONS, parseSummary),
    deadLetters: fields.each('deadLetters', SHOWN_OPERATIONS, parseSummary),
    counts: { pending: parseLanes(counts.fields('pending')), deadLetters: counts.count('deadLetters') },
    statistics: fields.object('statistics'),
  }
}

function parseSummary(fields: Fields): OperationSummary {
  return {
    opId: fields.text('opId', NAME_CHARACTERS),
    key: fields.text('key', KEY_CHARACTERS),
    kind: fields.oneOf('kind', ['set', 'delete', 'merge', 'rollback', 'restore', 'import']),
    priority: fields.oneOf('priority', PRIORITIES),
    at: fields.number('at'),
    bytes: fields.count('bytes'),
    ...fields.optional('code', (from) => from.text('code', NAME_CHARACTERS)),
    ...fields.optional('message', (from) => from.text('message', TOKEN_CHARACTERS)),
  }
}
