import { matchKeybindingPress, type KeybindingPress } from './keys.ts'

export interface Binding {
  readonly id: string
  readonly presses: readonly KeybindingPress[]
}

/** `fired`: a binding is complete. `pending`: the press belongs to a sequence that goes on, so nobody else may have it. */
export interface Match {
  readonly fired?: string
  readonly pending: boolean
}

export interface SequenceMatcher {
  press(event: KeyboardEvent, at: number, allowed: (id: string) => boolean): Match
  reset(): void
}

const modifierKeys = new Set(['Shift', 'Control', 'Alt', 'Meta', 'AltGraph'])

/**
 * Matches presses one after the other. Unlike independent listeners, a press that goes on a begun sequence (`g`, then
 * `s`) is not at the same time a command of its own.
 */
export function createSequenceMatcher(bindings: readonly Binding[], timeoutMs = 1000): SequenceMatcher {
  let open: readonly Binding[] = []
  let depth = 0
  let lastAt = -Infinity

  function step(candidates: readonly Binding[], event: KeyboardEvent, allowed: (id: string) => boolean): Match {
    const matching = candidates.filter(({ id, presses }) => {
      const press = presses[depth]
      return press !== undefined && matchKeybindingPress(event, press) && allowed(id)
    })
    const complete = matching.find(({ presses }) => presses.length === depth + 1)
    if (complete) {
      reset()
      return { fired: complete.id, pending: true }
    }
    open = matching
    depth = matching.length > 0 ? depth + 1 : 0
    return { pending: matching.length > 0 }
  }

  function reset(): void {
    open = []
    depth = 0
  }

  return {
    reset,
    press(event, at, allowed) {
      if (modifierKeys.has(event.key)) return { pending: false }
      if (at - lastAt > timeoutMs) reset()
      lastAt = at
      const begun = depth > 0
      const match = step(begun ? open : bindings, event, allowed)
      // A press that leads a sequence nowhere may begin another one.
      return begun && !match.pending ? step(bindings, event, allowed) : match
    },
  }
}
