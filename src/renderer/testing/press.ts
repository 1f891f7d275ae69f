type Held = Partial<Pick<KeyboardEvent, 'ctrlKey' | 'altKey' | 'shiftKey' | 'metaKey' | 'code'>>

const held = { Control: 'ctrlKey', Alt: 'altKey', Shift: 'shiftKey', Meta: 'metaKey' } as const

/** A keyboard event for tests: what the browser would say of a press of this key. */
export function press(key: string, state: Held = {}): KeyboardEvent {
  const event = { key, code: state.code ?? '', ctrlKey: false, altKey: false, shiftKey: false, metaKey: false, ...state }
  const getModifierState = (name: string): boolean => name in held && event[held[name as keyof typeof held]]
  return { ...event, getModifierState } as unknown as KeyboardEvent
}
