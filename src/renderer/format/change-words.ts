import type { HistoryEntry } from '../../shared/contract.ts'
import type { Tone } from '../components/ui/tone.ts'

const words: Readonly<Record<HistoryEntry['kind'], string>> = {
  set: 'set',
  delete: 'deleted',
  merge: 'merged',
  rollback: 'rolled back',
  restore: 'restored',
  import: 'imported',
}

/** What a change was, in a word. */
export function changeWord({ kind, version, deleted }: Pick<HistoryEntry, 'kind' | 'version' | 'deleted'>): string {
  if (deleted && kind !== 'rollback') return 'deleted'
  return kind === 'set' && version === 1 ? 'created' : words[kind]
}

export function changeTone({ kind, deleted }: Pick<HistoryEntry, 'kind' | 'deleted'>): Tone {
  if (deleted) return 'danger'
  return kind === 'rollback' || kind === 'restore' ? 'warn' : 'neutral'
}

/** Why a change was made: the author's words, else what it answers to. */
export function changeReason({ reason, cause, batch, seq }: Pick<HistoryEntry, 'reason' | 'cause' | 'batch' | 'seq'>): string {
  if (reason) return reason
  if (cause) return describeCause(cause)
  return batch !== undefined && batch !== seq ? `with change ${batch}` : ''
}

function describeCause(cause: string): string {
  const [kind = '', of = ''] = cause.split(':')
  if (kind === 'rollback') return `rolled back to version ${of}`
  if (kind === 'undo') return `undo of change ${of}`
  if (kind === 'restore') return `restored from change ${of}`
  if (kind === 'bulk') return 'with others, in one act'
  return kind === 'import' ? 'import' : cause
}
