/** What a demo can be about. */
export type DemoScenario = 'inventory' | 'clinic' | 'trading' | 'documents' | 'iot'

export interface DemoPlan {
  readonly scenario: DemoScenario
  readonly replicas: number
  /** The same seed, the same behaviour. */
  readonly seed?: number
}

/** Real replicas in a process of their own, that work with this hub as apps would. */
export type DemoState =
  | { readonly status: 'off' }
  | (Required<DemoPlan> & { readonly status: 'starting' | 'running' | 'stopping'; readonly startedAt: number })
  | { readonly status: 'failed'; readonly code: string; readonly message: string }

export interface DemoCommands {
  /** Throws E_DEMO_RUNS, and E_HUB_OFF when nobody could connect. */
  'demo.start': (plan: DemoPlan) => DemoState
  /** Ends the processes; the documents stay. */
  'demo.stop': (query: Record<string, never>) => DemoState
  'demo.state': (query: Record<string, never>) => DemoState
  /** Plugs replicas of the demo in or out, by name. Answers the names that are out. */
  'demo.set-online': (query: { readonly replicas: readonly string[]; readonly online: boolean }) => readonly string[]
  /** Names of the replicas that are plugged out. */
  'demo.offline': (query: Record<string, never>) => readonly string[]
}

export interface DemoEvents {
  demo: DemoState
}
