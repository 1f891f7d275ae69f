import type {
  AlertView,
  BackupStatus,
  ClientSummary,
  EngineOverview,
  Failure,
  ListenState,
  QueueSummary,
} from '../../shared/contract.ts'

/** Everything that says how the engine is. What is absent is not known yet, or does not exist here. */
export interface Standing {
  readonly overview: EngineOverview
  /** Why the figures above are old: the engine did not answer. */
  readonly failure?: Failure | undefined
  readonly alerts?: readonly AlertView[] | undefined
  /** Why alerts are not known. */
  readonly alertFailure?: Failure | undefined
  readonly conflicts?: QueueSummary | undefined
  readonly backups?: BackupStatus | undefined
  readonly listen?: ListenState | undefined
  readonly clients?: ClientSummary | undefined
}
