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
  /** The hub refuses this replica, or the store refuses what the hub sends: somebody has to see to it. */
  | { readonly status: 'ERROR'; readonly code: string; readonly message: string }

/** What happens to a connection. */
export type ConnectionEvent =
  | { readonly type: 'attempt'; readonly node: string; readonly attempt: number; readonly delayMs: number; readonly patience: number }
  | { readonly type: 'welcome'; readonly node: string }
  | { readonly type: 'balance'; readonly busy: boolean; readonly waiting: number; readonly deadLetters: number }
  | { readonly type: 'refused'; readonly code: string; readonly message: string }
  | { readonly type: 'pause' }
  | { readonly type: 'close' }

/** The one place where a state becomes another (P-80). The same state is returned when nothing changes. */
export function nextState(state: ConnectionState, event: ConnectionEvent): ConnectionState {
  switch (event.type) {
    case 'attempt':
      return attempted(state, event)
    case 'welcome':
      return { status: 'SYNCING', node: event.node }
    case 'balance':
      return balanced(state, event)
    case 'refused':
      return { status: 'ERROR', code: event.code, message: event.message }
    case 'pause':
      return { status: 'OFFLINE', reason: 'paused' }
    case 'close':
      return { status: 'OFFLINE', reason: 'closed' }
  }
}

export function isConnected(state: ConnectionState): boolean {
  return 'node' in state && state.status !== 'RECONNECTING'
}

function attempted(state: ConnectionState, event: Extract<ConnectionEvent, { type: 'attempt' }>): ConnectionState {
  const { node, attempt, delayMs, patience } = event
  if (attempt > patience) return state.status === 'OFFLINE' && state.reason === 'unreachable' ? state : { status: 'OFFLINE', reason: 'unreachable' }
  return { status: 'RECONNECTING', node, attempt, delayMs }
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
