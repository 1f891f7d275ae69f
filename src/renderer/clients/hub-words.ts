import type { ClientSummary, ListenState } from '../../shared/contract.ts'
import type { Tone } from '../components/ui/tone.ts'
import { formatCount, formatCounted } from '../format/number.ts'

export interface HubWords {
  readonly tone: Tone
  /** What the top bar has room for. */
  readonly word: string
  /** The same for whoever wants to know it exactly. */
  readonly sentence: string
}

/** Where the hub listens and who is there. */
export function hubWords(listen: ListenState | undefined, clients: ClientSummary | undefined): HubWords {
  switch (listen?.status) {
    case undefined:
      return { tone: 'neutral', word: 'Hub', sentence: 'The engine was not asked yet where its hub listens.' }
    case 'off':
      return { tone: 'neutral', word: 'Hub off', sentence: 'The hub does not listen: no client can connect.' }
    case 'starting':
      return { tone: 'neutral', word: 'Hub starting', sentence: `The hub is about to listen on port ${listen.port}.` }
    case 'failed': {
      const word = listen.code === 'E_PORT_IN_USE' ? `Port ${listen.port} in use` : 'Hub cannot listen'
      return { tone: 'danger', word, sentence: listen.message }
    }
    case 'listening': {
      const live = clients ? clients.known - clients.byStatus.offline : 0
      const address = listen.url.replace(/^wss?:\/\//, '')
      const who = live === 0 ? 'nobody is connected' : `${formatCounted(live, 'client is', 'clients are')} connected`
      return { tone: 'ok', word: `${address} · ${formatCount(live)}`, sentence: `The hub listens at ${listen.url}, ${who}.` }
    }
  }
}

/** Ports below are the system's own. */
const FIRST_FREE_PORT = 1024
const LAST_PORT = 65_535

/** What is offered when a port is taken. */
export function nextPort(port: number): number {
  return port < FIRST_FREE_PORT || port >= LAST_PORT ? FIRST_FREE_PORT : port + 1
}

/** Undefined, and a sentence, for what is no port. */
export function parsePort(text: string): { readonly port?: number; readonly problem?: string } {
  const port = Number(text)
  if (/^\d{1,5}$/.test(text.trim()) && port <= LAST_PORT) return { port }
  return { problem: `A port is a whole number from 0 to ${LAST_PORT}; 0 takes any that is free.` }
}
