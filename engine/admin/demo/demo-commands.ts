import { SrvraError } from '../../core/errors.ts'
import type { JsonValue } from '../../core/json/index.ts'
import type { SrvraStateManager } from '../../state/srvra-state-manager.ts'
import type { AdminHandlers } from '../admin-service.ts'
import type { DemoCommands } from '../commands.ts'
import { DEMO_CONTROL_KEY, type DemoControl } from './demo-control.ts'

type DemoHandlers = Pick<AdminHandlers, keyof DemoCommands>

export function demoCommands(state: SrvraStateManager, demo: DemoControl | undefined): DemoHandlers {
  const control = (): DemoControl => {
    if (demo === undefined) throw new SrvraError('E_NO_DEMO', 'This engine comes without demos.')
    return demo
  }
  return {
    'demo.start': async (plan, { actor }) => {
      const started = await control().start(plan)
      // A demo begins with everybody plugged in, whatever was left behind by the one before.
      if (offlineNames(state).length > 0) obey(state, [], actor)
      return started
    },
    'demo.stop': () => control().stop(),
    'demo.state': () => control().state(),
    // V-141 The order travels as a document, through the same log and the same connections as everything else.
    'demo.set-online': ({ replicas, online }, { actor }) => {
      control()
      const before = new Set(offlineNames(state))
      for (const name of replicas) {
        if (online) before.delete(name)
        else before.add(name)
      }
      return obey(state, [...before].toSorted(), actor)
    },
    'demo.offline': () => offlineNames(state),
  }
}

function obey(state: SrvraStateManager, offline: readonly string[], actor: string): readonly string[] {
  state.setState(DEMO_CONTROL_KEY, { offline: [...offline] }, { actor })
  return offline
}

/** What somebody else wrote there by hand counts as far as it makes sense. */
function offlineNames(state: SrvraStateManager): readonly string[] {
  const value: JsonValue | undefined = state.getState(DEMO_CONTROL_KEY)
  if (typeof value !== 'object' || value === null || !('offline' in value) || !Array.isArray(value['offline'])) return []
  return value['offline'].filter((name) => typeof name === 'string')
}
