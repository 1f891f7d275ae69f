import type { DemoPlan, DemoState } from '../commands.ts'

/** The document that the replicas of a demo obey: the one that controls them subscribes to it. */
export const DEMO_CONTROL_KEY = 'demo/control'

/** The replica of a demo that takes orders for the others: it stays connected. */
export const DEMO_CONTROLLER = 'demo-controller'

/** Who the hub takes the replicas of a demo for. */
export const DEMO_IDENTITY = 'demo'

/** Runs a demo where its processes outlive this one. */
export interface DemoControl {
  state(): DemoState
  onState(listener: (state: DemoState) => void): () => void
  /** Throws E_DEMO_RUNS, E_HUB_OFF. */
  start(plan: DemoPlan): Promise<DemoState>
  /** Resolves when the processes are gone. */
  stop(): Promise<DemoState>
}
