/** What somebody is told about an alert. */
export interface AlertNotification {
  /** The same whenever it is sent again: by it the one who is told knows that he was told before. */
  readonly id: string
  readonly what: 'fired' | 'resolved' | 'test'
  /** Milliseconds since 1970. */
  readonly at: number
  readonly value?: number
  readonly rule: {
    readonly id: string
    readonly title: string
    readonly severity: 'info' | 'warning' | 'critical'
    readonly labels?: Readonly<Record<string, string>>
  }
}

/** Takes word of alerts to somebody outside. */
export interface Notifier {
  /** What people call it, such as `webhook hooks.example.org`: never with what lets anybody in. */
  readonly name?: string
  /** Resolves when it was taken. Rejects with E_NOTIFY; `details.again` false says that trying again is no use. */
  notify(notification: AlertNotification): Promise<void>
}
