import type { RouteLocationRaw } from 'vue-router'

import { backupHealth } from '../backups/backup-words.ts'
import type { Tone } from '../components/ui/tone.ts'
import { formatCount, formatCounted } from '../format/number.ts'
import { formatAgo } from '../format/time.ts'
import type { Standing } from './standing.ts'

export interface HealthLink {
  readonly text: string
  readonly to: RouteLocationRaw
}

/** Something that somebody should settle. */
export interface Fault {
  readonly tone: Extract<Tone, 'danger' | 'warn'>
  readonly sentence: string
  /** The same beside worse: a few words. */
  readonly short: string
  readonly link: HealthLink
}

type Find = (standing: Standing, now: number) => Fault | undefined

const WEEK_MS = 7 * 86_400_000
/** So many alerts are told by name. */
const NAMED = 2

const storage: HealthLink = { text: 'Look at storage', to: { name: 'settings', query: { section: 'storage' } } }
const backups: HealthLink = { text: 'Look at backups', to: { name: 'backups' } }
const hubLink: HealthLink = { text: 'Look at clients', to: { name: 'clients' } }

const silent: Find = ({ failure }) =>
  failure && {
    tone: 'danger',
    sentence: `The engine does not answer, and what stands below is older: ${failure.message}`,
    short: 'The engine does not answer',
    link: { text: 'Read the log', to: { name: 'logs' } },
  }

const damaged: Find = ({ overview: { lastVerify } }) => {
  if (!lastVerify || lastVerify.problems === 0) return undefined
  const found = formatCounted(lastVerify.problems, 'problem')
  return {
    tone: 'danger',
    sentence: `The last verification found ${found}. Restore from a backup, and keep this store for examination.`,
    short: `${found} in the store`,
    link: backups,
  }
}

const firing: Find = ({ alerts = [] }) => {
  const fire = alerts.filter(({ state }) => state.status === 'firing')
  if (fire.length === 0) return undefined
  const unknown = fire.filter(({ acknowledged }) => !acknowledged)
  const counted = formatCounted(fire.length, 'alert fires', 'alerts fire')
  const named = (unknown.length > 0 ? unknown : fire).map(({ rule }) => rule.title)
  const more = named.length > NAMED ? ` and ${formatCount(named.length - NAMED)} more` : ''
  const names = `${named.slice(0, NAMED).join(', ')}${more}`
  const worst = unknown.some(({ rule }) => rule.severity === 'critical')
  return {
    tone: worst ? 'danger' : 'warn',
    sentence: `${counted}, ${acknowledgedWords(fire.length, unknown.length)}: ${names}.`,
    short: counted,
    link: { text: 'Look at alerts', to: { name: 'alerts' } },
  }
}

function acknowledgedWords(firingCount: number, unknown: number): string {
  if (unknown === 0) return firingCount === 1 ? 'acknowledged' : 'all acknowledged'
  if (unknown < firingCount) return `${formatCount(unknown)} of them unacknowledged`
  return firingCount === 1 ? 'unacknowledged' : 'all unacknowledged'
}

const unwatched: Find = ({ alertFailure }) =>
  alertFailure && {
    tone: 'warn',
    sentence: `Nobody watches for alerts: ${alertFailure.message}`,
    short: 'Alerts are not watched',
    link: { text: 'Read the log', to: { name: 'logs' } },
  }

const deaf: Find = ({ listen, clients }) => {
  if (listen?.status === 'failed')
    return { tone: 'danger', sentence: `No client can connect: ${listen.message}`, short: 'The hub cannot listen', link: hubLink }
  if (listen?.status !== 'off' || (clients?.known ?? 0) === 0) return undefined
  const known = formatCounted(clients?.known ?? 0, 'known client')
  return {
    tone: 'warn',
    sentence: `The hub does not listen: none of ${known} can connect.`,
    short: 'The hub does not listen',
    link: hubLink,
  }
}

const unsaved: Find = ({ backups: status }, now) => {
  if (!status) return undefined
  const { tone, sentence } = backupHealth(status, now)
  if (tone !== 'danger' && tone !== 'warn') return undefined
  const short = tone === 'danger' ? 'Backups fail' : status.enabled ? 'Backups need a look' : 'Backups are off'
  return { tone, sentence, short, link: backups }
}

const overdue: Find = ({ conflicts }) => {
  if (!conflicts || conflicts.overdue === 0) return undefined
  const late = formatCounted(conflicts.overdue, 'conflict waits', 'conflicts wait')
  return {
    tone: 'warn',
    sentence: `${late} longer than the priority allows, of ${formatCount(conflicts.waiting)} open.`,
    short: `${formatCounted(conflicts.overdue, 'conflict')} overdue`,
    link: { text: 'Decide conflicts', to: { name: 'conflicts' } },
  }
}

const troubled: Find = ({ clients }) => {
  if (!clients || clients.trouble === 0) return undefined
  const need = formatCounted(clients.trouble, 'client needs a look', 'clients need a look')
  const dead = clients.deadLetters > 0 ? `, and ${formatCounted(clients.deadLetters, 'operation')} of clients were refused` : ''
  const to = { name: 'clients', query: { status: 'trouble' } }
  return { tone: 'warn', sentence: `${need}${dead}.`, short: need, link: { text: 'Look at clients', to } }
}

const unverified: Find = ({ overview: { changes, documents, lastVerify } }, now) => {
  if (changes === 0) return undefined
  const running = `The engine runs with ${formatCounted(documents, 'document')}`
  const due = { tone: 'warn', link: storage } as const
  if (!lastVerify)
    return {
      ...due,
      sentence: `${running}. The store was never verified: verify it once now.`,
      short: 'The store was never verified',
    }
  if (now - lastVerify.at <= WEEK_MS) return undefined
  const ago = formatAgo(lastVerify.at, now)
  return {
    ...due,
    sentence: `${running}. The last verification was ${ago}: another one is due.`,
    short: 'A verification is due',
  }
}

/** In the order in which a person should turn to them where the tone is the same. */
const FINDS: readonly Find[] = [silent, damaged, firing, deaf, unsaved, overdue, troubled, unwatched, unverified]

/** All that is wrong or due, worst first. */
export function faultsOf(standing: Standing, now: number): readonly Fault[] {
  const found = FINDS.flatMap((find) => find(standing, now) ?? [])
  return [...found.filter(({ tone }) => tone === 'danger'), ...found.filter(({ tone }) => tone === 'warn')]
}
