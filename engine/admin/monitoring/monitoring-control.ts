import type { Monitoring } from '../../monitoring/monitoring.ts'

/** What an administration needs of an engine's monitoring. */
export type MonitoringControl = Pick<
  Monitoring,
  | 'seriesNames'
  | 'series'
  | 'enabled'
  | 'mark'
  | 'marks'
  | 'alerts'
  | 'alertHistory'
  | 'saveAlertRules'
  | 'acknowledgeAlert'
  | 'silenceAlert'
  | 'testAlert'
  | 'deliveries'
  | 'onLook'
  | 'objectives'
>
