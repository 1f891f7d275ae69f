import type { Component } from 'vue'
import { ArchiveRestore, Flag, Play, Scale, Square, Undo2 } from '@lucide/vue'

import type { Mark, MarkKind } from '../../shared/contract.ts'

export const markKinds: Readonly<Record<MarkKind, { readonly word: string; readonly icon: Component }>> = {
  note: { word: 'Mark', icon: Flag },
  start: { word: 'Start', icon: Play },
  stop: { word: 'Stop', icon: Square },
  restore: { word: 'Restore', icon: ArchiveRestore },
  rollback: { word: 'Rollback', icon: Undo2 },
  rules: { word: 'Rules', icon: Scale },
}

/** Longest text that the engine takes. */
const MARK_LENGTH = 120

/** Why a text is no mark; undefined for one that is. */
export function markProblem(text: string): string | undefined {
  if (text.trim() === '') return 'Say what happened, such as: deploy 1.2'
  return text.trim().length > MARK_LENGTH ? `At most ${MARK_LENGTH} characters.` : undefined
}

/** `Rules: Merge rules 4 activated, by ann`. */
export function markWords({ kind, text, by }: Mark): string {
  return `${kind === 'note' ? '' : `${markKinds[kind].word}: `}${text}${by === undefined ? '' : `, by ${by}`}`
}
