import type { AlertNotification } from '../../ports/notifier.ts'

/** What came of taking a notification to somebody; instants in milliseconds since 1970. */
export interface Delivery {
  /** The notification's. */
  readonly id: string
  /** The rule's. */
  readonly rule: string
  readonly what: AlertNotification['what']
  /** When it was to be told. */
  readonly at: number
  readonly status: 'waiting' | 'delivered' | 'failed'
  readonly attempts: number
  /** When it was delivered or given up. */
  readonly endedAt?: number
  /** Why the latest attempt failed. */
  readonly error?: string
}

/** A receiver, and the latest notifications to it, newest first. */
export interface NotifierDeliveries {
  readonly notifier: string
  readonly deliveries: readonly Delivery[]
}
