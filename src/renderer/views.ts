import {
  Activity,
  BellRing,
  Cable,
  ChartNoAxesCombined,
  Database,
  DatabaseBackup,
  Gauge,
  GitMerge,
  History,
  KeyRound,
  LifeBuoy,
  Scale,
  ScrollText,
  Settings,
  ShieldCheck,
  Target,
  UsersRound,
} from '@lucide/vue'
import type { Component } from 'vue'

import type { CommandDefinition } from './commands/command.ts'
import { accessCommands } from './views/access/commands.ts'
import { auditCommands } from './views/audit/commands.ts'
import { backupsCommands } from './views/backups/commands.ts'
import { alertsCommands } from './views/alerts/commands.ts'
import { clientsCommands } from './views/clients/commands.ts'
import { conflictsCommands } from './views/conflicts/commands.ts'
import { conflictAnalyticsCommands } from './views/conflict-analytics/commands.ts'
import { historyCommands } from './views/history/commands.ts'
import { hubCommands } from './views/hub/commands.ts'
import { metricsCommands } from './views/metrics/commands.ts'
import { overviewCommands } from './views/overview/commands.ts'
import { peopleCommands } from './views/people/commands.ts'
import { restoreCommands } from './views/restore/commands.ts'
import { rulesCommands } from './views/rules/commands.ts'
import { logsCommands } from './views/logs/commands.ts'
import { slaCommands } from './views/sla/commands.ts'
import { settingsCommands } from './views/settings/commands.ts'
import { stateCommands } from './views/state/commands.ts'
import { supportCommands } from './views/support/commands.ts'
import { draftsCommands } from './views/state/drafts-commands.ts'
import { transferCommands } from './views/transfer/commands.ts'

/** A view: a route, an entry of the rail, a `g` sequence. Its folder in `views/` holds all that belongs to it alone. */
export interface ViewDefinition {
  /** Path of its URL and name of its route. */
  readonly id: string
  readonly title: string
  /** Where it stands in the rail; the nameless group comes last. */
  readonly group: 'Operate' | 'Observe' | 'Protect' | 'Govern' | ''
  readonly icon: Component
  /** `g s` */
  readonly keys: string
  readonly page: () => Promise<Component>
  /** What the view can do; its component brings the handlers with `useCommands`. */
  readonly commands?: readonly CommandDefinition[]
}

/** Dialogs that open from anywhere, through their commands: mounted once, beside the frame. */
export interface HostDefinition {
  readonly id: string
  readonly host: () => Promise<Component>
  readonly commands: readonly CommandDefinition[]
}

/** Every view of the console, in the order of the rail. The first one is home. */
export const views: readonly ViewDefinition[] = [
  {
    id: 'overview',
    title: 'Overview',
    group: 'Operate',
    icon: Gauge,
    keys: 'g o',
    page: () => import('./views/overview/OverviewView.vue'),
    commands: overviewCommands,
  },
  {
    id: 'state',
    title: 'State',
    group: 'Operate',
    icon: Database,
    keys: 'g s',
    page: () => import('./views/state/StateView.vue'),
    commands: stateCommands,
  },
  {
    id: 'conflicts',
    title: 'Conflicts',
    group: 'Operate',
    icon: GitMerge,
    keys: 'g c',
    page: () => import('./views/conflicts/ConflictsView.vue'),
    commands: conflictsCommands,
  },
  {
    id: 'clients',
    title: 'Clients & nodes',
    group: 'Operate',
    icon: Cable,
    keys: 'g n',
    page: () => import('./views/clients/ClientsView.vue'),
    commands: clientsCommands,
  },
  {
    id: 'metrics',
    title: 'Metrics',
    group: 'Observe',
    icon: Activity,
    keys: 'g m',
    page: () => import('./views/metrics/MetricsView.vue'),
    commands: metricsCommands,
  },
  {
    id: 'alerts',
    title: 'Alerts',
    group: 'Observe',
    icon: BellRing,
    keys: 'g a',
    page: () => import('./views/alerts/AlertsView.vue'),
    commands: alertsCommands,
  },
  {
    id: 'sla',
    title: 'SLA',
    group: 'Observe',
    icon: Target,
    keys: 'g l',
    page: () => import('./views/sla/SlaView.vue'),
    commands: slaCommands,
  },
  {
    id: 'conflict-analytics',
    title: 'Conflict analytics',
    group: 'Observe',
    icon: ChartNoAxesCombined,
    keys: 'g i',
    page: () => import('./views/conflict-analytics/ConflictAnalyticsView.vue'),
    commands: conflictAnalyticsCommands,
  },
  {
    id: 'logs',
    title: 'Logs',
    group: 'Observe',
    icon: ScrollText,
    keys: 'g e',
    page: () => import('./views/logs/LogsView.vue'),
    commands: logsCommands,
  },
  {
    id: 'history',
    title: 'History',
    group: 'Protect',
    icon: History,
    keys: 'g h',
    page: () => import('./views/history/HistoryView.vue'),
    commands: historyCommands,
  },
  {
    id: 'backups',
    title: 'Backups',
    group: 'Protect',
    icon: DatabaseBackup,
    keys: 'g b',
    page: () => import('./views/backups/BackupsView.vue'),
    commands: backupsCommands,
  },
  {
    id: 'audit',
    title: 'Audit',
    group: 'Protect',
    icon: ShieldCheck,
    keys: 'g u',
    page: () => import('./views/audit/AuditView.vue'),
    commands: auditCommands,
  },
  {
    id: 'rules',
    title: 'Merge rules',
    group: 'Govern',
    icon: Scale,
    keys: 'g r',
    page: () => import('./views/rules/RulesView.vue'),
    commands: rulesCommands,
  },
  {
    id: 'people',
    title: 'Users & roles',
    group: 'Govern',
    icon: UsersRound,
    keys: 'g w',
    page: () => import('./views/people/PeopleView.vue'),
    commands: peopleCommands,
  },
  {
    id: 'access',
    title: 'Access',
    group: 'Govern',
    icon: KeyRound,
    keys: 'g p',
    page: () => import('./views/access/AccessView.vue'),
    commands: accessCommands,
  },
  {
    id: 'support',
    title: 'Support',
    group: 'Govern',
    icon: LifeBuoy,
    keys: 'g t',
    page: () => import('./views/support/SupportView.vue'),
    commands: supportCommands,
  },
  {
    id: 'settings',
    title: 'Settings',
    group: '',
    icon: Settings,
    keys: 'Ctrl+,',
    page: () => import('./views/settings/SettingsView.vue'),
    commands: settingsCommands,
  },
]

export const hosts: readonly HostDefinition[] = [
  { id: 'hub', host: () => import('./views/hub/HubHost.vue'), commands: hubCommands },
  { id: 'transfer', host: () => import('./views/transfer/TransferHost.vue'), commands: transferCommands },
  { id: 'restore', host: () => import('./views/restore/RestoreHost.vue'), commands: restoreCommands },
  { id: 'drafts', host: () => import('./views/state/DraftsHost.vue'), commands: draftsCommands },
]
