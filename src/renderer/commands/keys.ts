import { matchKeybindingPress, parseKeybinding, type KeybindingPress } from 'tinykeys'

const modifiers: Readonly<Record<string, string>> = { Ctrl: '$mod', Alt: 'Alt', Shift: 'Shift', Meta: 'Meta' }

interface Press {
  readonly modifiers: readonly string[]
  readonly key: string
}

function parsePress(text: string): Press {
  const parts = text.split(/(?<=\w)\+/)
  const key = parts.pop() ?? ''
  return { modifiers: parts, key }
}

export function splitSequence(keys: string): readonly string[] {
  return keys.trim().split(/\s+/).filter(Boolean)
}

// Symbols need Shift on some keyboards and not on others; digits under Shift are another character on each.
function toBinding({ modifiers: held, key }: Press): string {
  const names = held.map((name) => modifiers[name] ?? name)
  if (/^\d$/.test(key) && held.includes('Shift')) return [...names, `Digit${key}`].join('+')
  if (/^[^\p{L}\p{N}]$/u.test(key)) return [...names, '[Shift]', key].join('+')
  return [...names, key].join('+')
}

export function parseKeys(keys: string): readonly KeybindingPress[] {
  const presses = splitSequence(keys).map((press) => toBinding(parsePress(press)))
  return presses.length === 0 ? [] : parseKeybinding(presses.join(' '))
}

/** True when some press is a bare letter, digit or symbol: such keys can be turned off (WCAG 2.1.4). */
export function usesCharacterKey(keys: string): boolean {
  return splitSequence(keys).some((text) => {
    const press = parsePress(text)
    return /^.$/u.test(press.key) && !press.modifiers.some((name) => name !== 'Shift')
  })
}

const textEditing = new Set(['Ctrl+A', 'Ctrl+C', 'Ctrl+V', 'Ctrl+X', 'Ctrl+Z', 'Ctrl+Y', 'Ctrl+Shift+Z'])

/** Whether keys may act while somebody types: never what types or edits text itself. */
export function actsInEditors(keys: string): boolean {
  if (textEditing.has(keys)) return false
  return splitSequence(keys).every((text) => {
    const { modifiers: held, key } = parsePress(text)
    return held.some((name) => name !== 'Shift') || /^F\d+$/.test(key)
  })
}

/** The keys of a press, as our notation has them; empty while only modifiers are held. */
export function describePress(event: Pick<KeyboardEvent, 'key' | 'code' | 'ctrlKey' | 'altKey' | 'shiftKey' | 'metaKey'>): string {
  if (['Control', 'Shift', 'Alt', 'Meta', 'AltGraph'].includes(event.key)) return ''
  const symbol = /^[^\p{L}\p{N}\s]$/u.test(event.key)
  const key =
    event.key === ' ' ? 'Space' : event.key.length === 1 && (event.ctrlKey || event.shiftKey) ? event.key.toUpperCase() : event.key
  const digit = /^Digit(\d)$/.exec(event.code)
  const held = [
    event.ctrlKey && 'Ctrl',
    event.altKey && 'Alt',
    event.shiftKey && (!symbol || digit) && 'Shift',
    event.metaKey && 'Meta',
  ]
  return [...held.filter(Boolean), event.shiftKey && digit ? digit[1] : key].join('+')
}

const shown: Readonly<Record<string, string>> = {
  ArrowUp: '↑',
  ArrowDown: '↓',
  ArrowLeft: '←',
  ArrowRight: '→',
  Escape: 'Esc',
  Delete: 'Del',
  PageUp: 'PgUp',
  PageDown: 'PgDn',
}

/** A sequence as key caps: `[['Ctrl', 'K']]`, `[['g'], ['s']]`. */
export function keyCaps(keys: string): readonly (readonly string[])[] {
  return splitSequence(keys).map((text) => {
    const { modifiers: held, key } = parsePress(text)
    return [...held, shown[key] ?? key]
  })
}

/** For `aria-keyshortcuts`, which knows chords but no sequences; undefined for the latter. */
export function ariaKeys(keys: string): string | undefined {
  const presses = splitSequence(keys)
  return presses.length === 1 ? presses[0]?.replace('Ctrl+', 'Control+') : undefined
}

export { matchKeybindingPress, type KeybindingPress }
