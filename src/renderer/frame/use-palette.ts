import { watchDebounced } from '@vueuse/core'
import { computed, nextTick, type Ref, ref, watch } from 'vue'

import { useCommandRegistry } from '../stores/commands.ts'
import { useKeySearch } from '../stores/key-search.ts'
import { rank } from './rank.ts'

const shownCommands = 40

/** What the palette offers for what is typed: keys of the store first, then commands; after a `>`, commands only. */
export function usePalette(open: Ref<boolean>) {
  const registry = useCommandRegistry()
  const keys = useKeySearch()
  const typed = ref('')

  const commandsOnly = computed(() => typed.value.trimStart().startsWith('>'))
  const text = computed(() => typed.value.trim().replace(/^>\s*/, ''))
  const wanted = computed(() => (commandsOnly.value ? '' : text.value))
  /** Keys for what is typed are still being looked up. */
  const waiting = computed(() => keys.answered !== wanted.value)

  const offered = computed(() => registry.available.filter((command) => command.palette !== false))
  const commands = computed(() =>
    rank(offered.value, (command) => `${command.group}: ${command.label}`, text.value).slice(0, shownCommands),
  )
  const rows = computed(() => (wanted.value === '' ? [] : keys.rows))

  watchDebounced(wanted, (next) => keys.search(next), { debounce: 60 })
  watch(open, () => (typed.value = ''))

  return { typed, text, commands, rows, waiting }
}

/** Keeps the first result highlighted while answers come, and lets an early Enter wait for them. */
export function usePaletteChoice(options: {
  readonly waiting: Ref<boolean>
  readonly highlightFirst: () => void
  readonly chooseHighlighted: () => void
}) {
  let moved = false
  let entered = false

  function onKeydown(event: KeyboardEvent): void {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') moved = true
    else if (event.key !== 'Enter') moved = false
    if (event.key !== 'Enter' || !options.waiting.value || moved) return
    // Enter means the key that is being looked up, not the command that happens to stand first now.
    entered = true
    event.preventDefault()
    event.stopPropagation()
  }

  watch(options.waiting, async (still) => {
    if (still) return
    await nextTick()
    if (!moved) options.highlightFirst()
    if (entered) options.chooseHighlighted()
    entered = false
  })

  return { onKeydown }
}
