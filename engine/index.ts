// The public door of the engine: everything an application may use, and nothing else.

export { SrvraDataSync } from './srvra-data-sync.ts'
export type { SyncStatistics } from './sync-statistics.ts'
export type { ResolvedSyncOptions, StoreFolder, SyncOptions } from './sync-options.ts'

/** Every error that the engine raises on purpose: `code`, a sentence, `details`. */
export { SrvraError } from './core/errors.ts'
export type { ErrorDetails } from './core/errors.ts'

/** Synchronization: a hub with the option `listen`, a replica with `nodes`. */
export { Hub } from './sync/hub/hub.ts'
export type { ClientStatus, ClientView, ListenState } from './sync/hub/client-view.ts'
export type { HubStatistics } from './sync/hub/hub-statistics.ts'
export type { ListenOptions } from './open-hub.ts'
export { Replica } from './sync/replica/replica.ts'
export type { DigestComparison } from './sync/replica/digest-check.ts'
export type { DeadLetters } from './sync/replica/dead-letters.ts'
export type { DeadLetter } from './sync/replica/replica-records.ts'
export type { ReplicaStatistics } from './sync/replica/replica-statistics.ts'
export type { SyncRequest, SyncRound } from './sync/replica/sync-rounds.ts'
export type { ConnectionState } from './core/session/connection-state.ts'
export type { LoadBalancing } from './core/session/node-choice.ts'
export type { Report } from './core/protocol/frames.ts'
export type { Authenticator, Credentials, Identity } from './ports/authenticator.ts'

/** Conflicts: how edits that meet are settled, and what waits for a person at a hub. */
export { SrvraConflictResolver } from './conflict/srvra-conflict-resolver.ts'
export type { ConflictResolverOptions, Resolution, ResolveRequest } from './conflict/srvra-conflict-resolver.ts'
export type { CustomStrategy, StrategyAnswer, StrategyInput } from './conflict/conflict-policy.ts'
export { ConflictQueue } from './conflict/conflict-queue.ts'
export type { ResolveOptions } from './conflict/settlement-part.ts'
export type {
  ConfidenceFactor,
  ConflictField,
  ConflictFilter,
  ConflictReason,
  ConflictResolution,
  ConflictSide,
  ConflictState,
  ConflictSummary,
  ConflictView,
  FieldChoice,
} from './conflict/conflict.ts'
export type { CustomRule, MergeRule, MergeRuleName, RuleSet } from './core/merge/index.ts'

/** State. */
export { SrvraStateManager } from './state/srvra-state-manager.ts'
export type { StateSnapshot } from './state/state-manager-options.ts'
export type { BatchResult, StateUpdate, SyncOutcome } from './state/state-update.ts'
export type {
  BatchOperation,
  BatchOptions,
  DeleteOperation,
  Instant,
  KeySettings,
  MetadataOperation,
  MetadataPatch,
  Moment,
  RollbackOperation,
  SetOperation,
  SetOptions,
  WriteOptions,
} from './state/write-options.ts'
export type { SelectOptions, StateListener, SubscribeOptions } from './state/subscription.ts'
export type { HistoryQuery, StateVersion } from './state/state-history.ts'
export type { LogRange, RollbackStep } from './state/rollback.ts'
export type { BulkCounts, BulkReport, BulkWrite } from './state/bulk-write.ts'
export type { ValueProblem } from './state/schemas.ts'
export type { StateStatistics, WriteCounts } from './state/state-statistics.ts'
export type { HotKey } from './state/hottest-keys.ts'

/** Events. */
export { SrvraEventBus } from './state/event-bus.ts'
export type { EventHandler, EventStatistics, EventSubscribeOptions, HandlerResult } from './state/event-bus.ts'
export type { EventRecord } from './state/event-history.ts'
export type { FailureReporter } from './state/handler-failures.ts'
export {
  BATCH_COMPLETE,
  CONFLICT,
  CONFLICT_RESOLVED,
  DATA_CHANGE,
  HANDLER_ERROR,
  HUB_RESTORED,
  NETWORK_STATUS,
  RECONNECTING,
  STATE_UPDATED,
  SYNC_COMPLETE,
  SYNC_ERROR,
  VERSION_CHANGE,
  WRITE_FAILED,
} from './state/event-types.ts'
export type {
  BatchCompleteEvent,
  ConflictEvent,
  ConflictResolvedEvent,
  EventPayloads,
  HandlerFailure,
  HubRestoredEvent,
  NetworkStatus,
  PayloadOf,
  ReconnectingEvent,
  SyncCompleteEvent,
  SyncErrorEvent,
  VersionChangeEvent,
  WriteFailedEvent,
} from './state/event-types.ts'

/** JSON values, their limits and their one text form. */
export { canonicalText, DEFAULT_JSON_LIMITS } from './core/json/index.ts'
export type { Hash, JsonArray, JsonLimits, JsonObject, JsonScalar, JsonValue } from './core/json/index.ts'

/** Deltas: what an update's `delta` is, how to apply, invert and join them, and RFC 6902 at the edges. */
export {
  applySealed,
  compose,
  diff,
  fromJsonPatch,
  invert,
  parseDelta,
  parseSealed,
  patch,
  seal,
  toJsonPatch,
} from './core/delta/index.ts'
export type { Delta, JsonPatchOperation, SealedDelta } from './core/delta/index.ts'

/** The log. */
export type { Change, ChangeKind, ChangeSummary, DocumentMetadata, Priority } from './core/log/change.ts'

/** The filter language. */
export { escapeKeyPattern, matchesFilter, parseFilter, printFilter } from './core/query/index.ts'
export type { Comparison, DocumentFilter, FilterableDocument, FilterOperand, FilterTerm } from './core/query/index.ts'

/** Monitoring: metrics, series and alerts, and who is told of them. */
export { emailNotifier } from './adapters/notifiers/email-notifier.ts'
export type { EmailOptions } from './adapters/outgoing/mailer.ts'
export { webhookNotifier } from './adapters/notifiers/webhook-notifier.ts'
export type { WebhookOptions } from './adapters/outgoing/signed-post.ts'
export type { AlertNotification, Notifier } from './ports/notifier.ts'
export type { AlertNotice, AlertView } from './monitoring/alerts/alert-desk.ts'
export type { Acknowledgement, AlertEvent, Silence } from './monitoring/alerts/alert-records.ts'
export type { AlertCondition, AlertRule, Severity } from './monitoring/alerts/alert-rule.ts'
export type { Delivery, NotifierDeliveries } from './monitoring/notify/delivery.ts'
export type { AlertState } from './monitoring/alerts/alert-state.ts'
export type { EnableOptions } from './monitoring/enable-options.ts'
export type { Monitoring } from './monitoring/monitoring.ts'
export type { MetricGroup } from './monitoring/reading.ts'
export type { DeadlineTally, ErrorBudget, ServiceLevel } from './monitoring/sla/service-level.ts'
export type { Breach, BreachQuery } from './monitoring/sla/breach-log.ts'
export type { Objective, ObjectiveDraft } from './monitoring/sla/objective.ts'
export type { ObjectiveDesk } from './monitoring/sla/objective-desk.ts'
export type { AttainedPoint, ObjectiveLevel, ObjectiveReport } from './monitoring/sla/objective-report.ts'
export type { LaneServiceLevel } from './monitoring/sla/sla-report.ts'
export type { SeriesStretch } from './monitoring/series/series-recorder.ts'
export type { MetricsServer } from './monitoring/serve-metrics.ts'
export type { SeriesBucket } from './ports/series-store.ts'

/** Support: tickets, diagnostics bundles, delivery, and the log. */
export { FileLog } from './adapters/file-log.ts'
export type { FileLogOptions } from './adapters/file-log.ts'
export { emailReceiver } from './adapters/support-receivers/email-receiver.ts'
export { webhookReceiver } from './adapters/support-receivers/webhook-receiver.ts'
export type { FileToAttach } from './support/attachments/new-attachments.ts'
export type { BundlePart } from './support/bundle/bundle-parts.ts'
export type { BundleChoice, BundlePreview } from './support/bundle/bundles.ts'
export type { ServiceClock, ServiceClocks } from './support/service-clock.ts'
export type { SupportSummary } from './support/support-summary.ts'
export type { Support } from './support/support.ts'
export type { TicketFilter, TicketList, TicketView } from './support/ticket-desk.ts'
export type { TicketRequest } from './support/ticket-request.ts'
export type { Log, LogEntry, LogLevel, LogNote, LogPage, LogQuery } from './ports/log.ts'
export type { SupportMessage, SupportReceiver } from './ports/support-receiver.ts'
export type {
  Ticket,
  TicketAction,
  TicketAttachment,
  TicketCategory,
  TicketDelivery,
  TicketEntry,
  TicketLink,
  TicketSide,
  TicketState,
} from './ports/ticket-store.ts'

/** Ports, for stores and clocks of your own. */
export type { Clock } from './ports/clock.ts'
export type { Codec } from './ports/codec.ts'
export type { Scheduler } from './ports/scheduler.ts'
export type {
  Accept,
  Closing,
  Connection,
  ConnectionEvents,
  ConnectOptions,
  Listener,
  Transport,
  WireMessage,
} from './ports/transport.ts'
export type { Random } from './ports/random.ts'
export type {
  BulkAppend,
  CompactionPlan,
  CompactionReport,
  DocumentRow,
  HistoryEntry,
  LogPosition,
  PrefixNode,
  Progress,
  ScanQuery,
  ScanSlice,
  SortColumn,
  Storage,
  StorageStatistics,
  StoredDocument,
  VerifyProblem,
  VerifyReport,
} from './ports/storage.ts'
