import { Ban, CircleCheck, CircleX } from '@lucide/vue'
import type { Component } from 'vue'

import type { AuditEntryView, AuditOutcome, AuditOverview, AuditSearch } from '../../shared/contract.ts'
import type { Tone } from '../components/ui/tone.ts'
import { formatCounted, formatCount } from '../format/number.ts'
import { formatAgo } from '../format/time.ts'

export const outcomeWords: Readonly<
  Record<AuditOutcome, { readonly word: string; readonly tone: Tone; readonly icon: Component }>
> = {
  done: { word: 'Done', tone: 'neutral', icon: CircleCheck },
  refused: { word: 'Refused', tone: 'warn', icon: Ban },
  failed: { word: 'Failed', tone: 'danger', icon: CircleX },
}

/** What kinds of acts can be asked for: the beginning of an action's name. */
export const actionChoices = [
  { value: '', label: 'All acts' },
  { value: 'document.', label: 'Changes of documents' },
  { value: 'conflicts.', label: 'Conflicts' },
  { value: 'rules.', label: 'Merge rules' },
  { value: 'alerts.', label: 'Alerts' },
  { value: 'backups.', label: 'Backups and restores' },
  { value: 'transfer.', label: 'Imports and exports' },
  { value: 'hub.', label: 'Hub' },
  { value: 'clients.', label: 'Clients' },
  { value: 'support.', label: 'Support' },
  { value: 'audit.', label: 'The audit itself' },
] as const

export const outcomeChoices = [
  { value: 'all', label: 'All outcomes' },
  { value: 'done', label: 'Done' },
  { value: 'refused', label: 'Refused' },
  { value: 'failed', label: 'Failed' },
] as const

export type OutcomeChoice = (typeof outcomeChoices)[number]['value']

/** Whom an entry names: an entry's target, or how many changes it is about. */
export function subjectOf({ target, changes }: AuditEntryView): string {
  if (target !== undefined) return target
  if (changes?.through !== undefined) return formatCounted(changes.through - changes.seq + 1, 'change')
  return ''
}

/** The one document that an entry changed, and the version that it led to; undefined where there is none, or many. */
export function changedDocument({
  target,
  changes,
}: AuditEntryView): { readonly key: string; readonly version: number } | undefined {
  return target !== undefined && changes?.version !== undefined ? { key: target, version: changes.version } : undefined
}

/** How far the trail can be trusted, in one sentence. // V-302 */
export interface Integrity {
  readonly tone: Tone
  readonly word: string
  readonly sentence: string
}

export function integrityOf({ status, lastVerification }: AuditOverview, now: number): Integrity {
  if (!status) return { tone: 'neutral', word: 'Off', sentence: 'Nobody puts on record who does what.' }
  const [trouble] = status.troubles
  if (lastVerification && lastVerification.report.problemCount > 0) {
    const { problemCount, problems } = lastVerification.report
    const faults = formatCounted(problemCount, 'fault')
    return {
      tone: 'danger',
      word: 'Altered',
      sentence: `${faults}, found ${formatAgo(lastVerification.at, now)}. ${problems[0]?.message ?? ''}`,
    }
  }
  if (trouble)
    return {
      tone: 'warn',
      word: 'Not kept elsewhere',
      sentence: `Signed heads cannot be kept in ${trouble.archive}, first ${formatAgo(trouble.since, now)}: ${trouble.message}`,
    }
  const signed = `signed up to entry ${formatCount(status.signedThrough)} of ${formatCount(status.last)}`
  if (!lastVerification)
    return { tone: 'neutral', word: 'Not verified', sentence: `Not verified since the console was started; ${signed}.` }
  return {
    tone: 'ok',
    word: 'Whole',
    sentence: `Every entry is the one that was written: verified ${formatAgo(lastVerification.at, now)}, ${signed}.`,
  }
}

export interface AuditChoices {
  readonly actor: string
  readonly action: string
  readonly target: string
  readonly outcome: OutcomeChoice
}

export function searchOf({ actor, action, target, outcome }: AuditChoices, from: number | undefined): AuditSearch {
  return {
    ...(actor === '' ? {} : { actor }),
    ...(action === '' ? {} : { action }),
    ...(target === '' ? {} : { target }),
    ...(outcome === 'all' ? {} : { outcome }),
    ...(from === undefined ? {} : { from }),
  }
}

/** An entry as one copies it. */
export function entryText(entry: AuditEntryView): string {
  return JSON.stringify(entry, null, 2)
}
