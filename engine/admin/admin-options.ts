import type { Clock } from '../ports/clock.ts'
import type { Random } from '../ports/random.ts'
import type { Scheduler } from '../ports/scheduler.ts'
import type { TokenDesk } from '../security/access/token-desk.ts'
import type { People } from '../security/people.ts'
import type { SrvraEventBus } from '../state/event-bus.ts'
import type { SrvraStateManager } from '../state/srvra-state-manager.ts'
import type { TransferEngine } from '../transfer/index.ts'
import type { AuditControl } from './audit/audit-control.ts'
import type { BackupControl } from './backups/backup-control.ts'
import type { ConflictControl } from './conflicts/conflict-control.ts'
import type { DemoControl } from './demo/demo-control.ts'
import type { Sample } from './engine/sample-command.ts'
import type { HubControl } from './hub/hub-control.ts'
import type { MonitoringControl } from './monitoring/monitoring-control.ts'
import type { NotifierControl } from './monitoring/notifier-control.ts'
import type { Stopwatch } from './slices.ts'
import type { SupportControl } from './support/support-control.ts'
import type { FileAccess } from './transfer/file-access.ts'

/** What an administration works on, and by what means. */
export interface AdminOptions {
  readonly engine: Omit<TransferEngine, 'stateManager'> & {
    readonly stateManager: SrvraStateManager
    readonly eventBus: SrvraEventBus
  }
  readonly clock: Clock
  readonly random: Random
  readonly files: FileAccess
  readonly stopwatch: Stopwatch
  /** Hears of errors that nobody foresaw. */
  readonly report: (error: unknown) => void
  /** Where the store lies; absent in memory. */
  readonly file?: string
  /** The sample workspace, for a surface that offers one. */
  readonly sample?: Sample
  /** The hub that the engine is, and what its news are paced with. */
  readonly hub?: HubControl
  readonly scheduler?: Scheduler
  /** What waits for a decision there. */
  readonly conflicts?: ConflictControl
  /** Tickets and the log of what befell the engine. */
  readonly support?: SupportControl
  /** Its figures and alerts. */
  readonly monitoring?: MonitoringControl
  /** Who is told of its alerts, where that can be set. */
  readonly notifiers?: NotifierControl
  /** Demos, for a surface that can run them. */
  readonly demo?: DemoControl
  /** Backups, where the store is one that can be backed up. */
  readonly backups?: BackupControl
  /** Tokens that let replicas and services in. */
  readonly access?: TokenDesk
  /** Roles and users. */
  readonly people?: People
  /** Who did what, calls of the administration included. */
  readonly audit?: AuditControl
}
