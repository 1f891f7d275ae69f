import { CircleCheck, CirclePause, CircleSlash, RefreshCw } from '@lucide/vue'
import type { Component } from 'vue'

import type { ClientRow, ClientStatus, LaneCounts, Priority } from '../../shared/contract.ts'
import type { Tone } from '../components/ui/tone.ts'
import { formatCount } from '../format/number.ts'

export const lanes: readonly Priority[] = ['critical', 'high', 'normal', 'low']

interface StatusWords {
  readonly word: string
  readonly tone: Tone
  readonly icon: Component
}

/** A state is an icon, a word and a colour. */
export const statusWords: Readonly<Record<ClientStatus, StatusWords>> = {
  live: { word: 'Live', tone: 'ok', icon: CircleCheck },
  'catching-up': { word: 'Catching up', tone: 'warn', icon: RefreshCw },
  draining: { word: 'Draining', tone: 'accent', icon: CirclePause },
  offline: { word: 'Offline', tone: 'neutral', icon: CircleSlash },
}

/** All operations that wait at a client. */
export function waitingOf(pending: LaneCounts): number {
  return lanes.reduce((sum, lane) => sum + pending[lane], 0)
}

/** `2 critical, 5 normal`: what is spoken in place of four figures in a row. */
export function describeLanes(pending: LaneCounts): string {
  const some = lanes.filter((lane) => pending[lane] > 0)
  return some.length === 0 ? 'nothing waits' : some.map((lane) => `${formatCount(pending[lane])} ${lane}`).join(', ')
}

/** What deltas and compression left out, of what would have been sent: `87 %`; empty where nothing was sent. */
export function savedShare({ bytes, bytesSaved }: Pick<ClientRow['sent'], 'bytes' | 'bytesSaved'>): string {
  const whole = bytes + bytesSaved
  return whole === 0 ? '' : `${Math.floor((bytesSaved / whole) * 100)} %`
}
