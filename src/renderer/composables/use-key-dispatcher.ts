import { useEventListener } from '@vueuse/core'
import { computed, watch } from 'vue'

import { type ListAction, listActionEvent } from '../commands/command.ts'
import { actsInEditors, parseKeys } from '../commands/keys.ts'
import { createSequenceMatcher } from '../commands/sequence-matcher.ts'
import { type Command, useCommandRegistry } from '../stores/commands.ts'

const editors = 'input, textarea, select, [contenteditable="true"], [contenteditable=""]'
const lists = '[role="grid"], [role="treegrid"], [role="tree"], [role="listbox"]'
// Dialogs, menus and popovers have their own keys; only lists inside them keep theirs.
const overlays = '[data-dismissable-layer]'

function mayAct(command: Command, target: Element): boolean {
  if (target.matches(editors) && !isToggle(target) && !actsInEditors(command.keys)) return false
  if (command.scope === 'list') return target.closest(lists) !== null
  return target.closest(overlays) === null
}

function isToggle(target: Element): boolean {
  return target instanceof HTMLInputElement && ['checkbox', 'radio', 'range', 'button'].includes(target.type)
}

/** One listener for all keys of the console, before any other: what it takes, nobody else sees. */
export function useKeyDispatcher(): void {
  const registry = useCommandRegistry()
  const bound = computed(() => registry.commands.filter(({ keys, fixed }) => keys !== '' && !fixed))
  const byId = computed(() => new Map(bound.value.map((command) => [command.id, command])))
  const runnable = computed(() => new Set(registry.available.map(({ id }) => id)))
  const matcher = computed(() => createSequenceMatcher(bound.value.map(({ id, keys }) => ({ id, presses: parseKeys(keys) }))))
  watch(matcher, (_, before) => before.reset())

  function run(id: string, target: Element): void {
    const action = /^list\.(next|previous|toggle)$/.exec(id)?.[1] as ListAction | undefined
    if (action) target.dispatchEvent(new CustomEvent<ListAction>(listActionEvent, { detail: action, bubbles: true }))
    else registry.run(id)
  }

  useEventListener(
    window,
    'keydown',
    (event: KeyboardEvent) => {
      const target = event.target instanceof Element ? event.target : document.body
      if (event.isComposing || event.defaultPrevented) return
      const match = matcher.value.press(event, event.timeStamp, (id) => {
        const command = byId.value.get(id)
        return command !== undefined && (id.startsWith('list.') || runnable.value.has(id)) && mayAct(command, target)
      })
      if (!match.pending) return
      event.preventDefault()
      event.stopPropagation()
      if (match.fired) run(match.fired, target)
    },
    { capture: true },
  )
}
