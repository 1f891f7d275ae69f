/** How a replica stands with its hub. */
export type ConnectionState =
  /** It has not tried yet. */
  | { readonly status: 'INITIAL' }
  /** On its way to a node, or waiting for the next attempt. */
  | { readonly status: 'RECONNECTING'; readonly node: string; readonly attempt: number; readonly delayMs: number }
  /** Connected, and there is something to send or to receive. */
  | { readonly status: 'SYNCING'; readonly node: string }
  /** Connected, and both sides have the same. */
  | { readonly status: 'SYNCED'; readonly node: string }
  /** As SYNCED, but for what waits for its time, for a person, or for a document that has to be fetched. */
  | { readonly status: 'PARTIAL_SYNC'; readonly node: string; readonly waiting: number; readonly deadLetters: number }
  /** Not connected: on purpose, or because nobody could be reached for several attempts (they go on). */
  | { readonly status: 'OFFLINE'; readonly reason: 'paused' | 'unreachable' | 'closed' }
  /** The hub refuses this replica, until `resume`; or (`retrying`) something here failed, such as a full disk, and attempts go on. */
  | { readonly status: 'ERROR'; readonly code: string; readonly message: string; readonly retrying: boolean }

/** What happens to a connection. */
export type ConnectionEvent =
  /** About to try a node: the attempt of that number in a row. So many may be in vain before nobody counts as reachable. */
  | {
      readonly type: 'attempt'
      readonly node: string
      readonly attempt: number
      readonly delayMs: number
      readonly patience: number
    }
  | { readonly type: 'welcome'; readonly node: string }
  | { readonly type: 'balance'; readonly busy: boolean; readonly waiting: number; readonly deadLetters: number }
  | { readonly type: 'failed'; readonly code: string; readonly message: string; readonly retrying: boolean }
  | { readonly type: 'resume' }
  | { readonly type: 'pause' }
  | { readonly type: 'close' }

const CLOSED: ConnectionState = { status: 'OFFLINE', reason: 'closed' }

/** The one place where a state becomes another (P-80). The same state is returned when nothing changes. */
export function nextState(state: ConnectionState, event: ConnectionEvent): ConnectionState {
  if (isClosed(state)) return state
  switch (event.type) {
    case 'attempt':
      return attempted(state, event)
    case 'welcome':
      return { status: 'SYNCING', node: event.node }
    case 'balance':
      return balanced(state, event)
    case 'failed':
      return { status: 'ERROR', code: event.code, message: event.message, retrying: event.retrying }
    case 'resume':
      return state.status === 'OFFLINE' || state.status === 'ERROR' ? { status: 'INITIAL' } : state
    case 'pause':
      return { status: 'OFFLINE', reason: 'paused' }
    case 'close':
      return CLOSED
  }
}

export function isConnected(state: ConnectionState): boolean {
  return state.status === 'SYNCING' || state.status === 'SYNCED' || state.status === 'PARTIAL_SYNC'
}

function isClosed(state: ConnectionState): boolean {
  return state.status === 'OFFLINE' && state.reason === 'closed'
}

function attempted(state: ConnectionState, event: Extract<ConnectionEvent, { type: 'attempt' }>): ConnectionState {
  // What went wrong here is shown until a hub is there again: an attempt does not make it good.
  if (state.status === 'ERROR') return state
  const { node, attempt, delayMs, patience } = event
  if (attempt <= Math.max(1, patience)) return { status: 'RECONNECTING', node, attempt, delayMs }
  return state.status === 'OFFLINE' && state.reason === 'unreachable' ? state : { status: 'OFFLINE', reason: 'unreachable' }
}

function balanced(state: ConnectionState, event: Extract<ConnectionEvent, { type: 'balance' }>): ConnectionState {
  if (!('node' in state) || state.status === 'RECONNECTING') return state
  const { node } = state
  const { busy, waiting, deadLetters } = event
  if (busy) return state.status === 'SYNCING' ? state : { status: 'SYNCING', node }
  if (waiting === 0 && deadLetters === 0) return state.status === 'SYNCED' ? state : { status: 'SYNCED', node }
  const same = state.status === 'PARTIAL_SYNC' && state.waiting === waiting && state.deadLetters === deadLetters
  return same ? state : { status: 'PARTIAL_SYNC', node, waiting, deadLetters }
}
