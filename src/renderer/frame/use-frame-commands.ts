import { useEventListener } from '@vueuse/core'
import { nextTick, onScopeDispose, type Ref, ref } from 'vue'
import { useRouter } from 'vue-router'

import { on } from '../client.ts'
import { useCommands } from '../composables/use-commands.ts'
import { useInspector } from '../stores/inspector.ts'
import { useLayers } from '../stores/layers.ts'
import { usePreferences } from '../stores/preferences.ts'
import { useToasts } from '../stores/toasts.ts'
import { useVisited } from '../stores/visited.ts'
import { views } from '../views.ts'
import { focusMain, focusNextRegion } from './regions.ts'

/** The commands of the frame itself; returns what they open. */
export function useFrameCommands(): { palette: Ref<boolean>; help: Ref<boolean> } {
  const palette = ref(false)
  const help = ref(false)
  useOpeners(palette, help)
  useGoTo()
  useChoices()
  useEscape()
  return { palette, help }
}

function useOpeners(palette: Ref<boolean>, help: Ref<boolean>): void {
  const inspector = useInspector()
  const toasts = useToasts()
  useCommands({
    'palette.open': () => (palette.value = true),
    'help.open': () => (help.value = true),
    'inspector.toggle': () => inspector.available && inspector.setOpen(!inspector.open),
    'region.next': () => focusNextRegion(1),
    'region.previous': () => focusNextRegion(-1),
    'edit.undo': () => toasts.undoLast(),
  })
}

function useGoTo(): void {
  const router = useRouter()
  const visited = useVisited()

  // Whoever goes by keys goes on by keys: the view's list takes the focus.
  async function go(path: string): Promise<void> {
    await router.push(path)
    await nextTick()
    focusMain()
  }

  // Somebody came in through a notification.
  onScopeDispose(on('navigate', (path) => void go(path)))
  useCommands({
    'gallery.open': () => go('/gallery'),
    ...Object.fromEntries(views.map(({ id }) => [`go.${id}`, () => go(visited.locationOf(id))])),
  })
}

function useChoices(): void {
  const preferences = usePreferences()
  useCommands({
    'rail.toggle': () => preferences.change({ railCollapsed: !preferences.current.railCollapsed }),
    'theme.dark': () => preferences.change({ theme: 'dark' }),
    'theme.light': () => preferences.change({ theme: 'light' }),
    'theme.system': () => preferences.change({ theme: 'system' }),
    'density.comfortable': () => preferences.change({ density: 'comfortable' }),
    'density.default': () => preferences.change({ density: 'default' }),
    'density.compact': () => preferences.change({ density: 'compact' }),
    'time.utc': () => preferences.change({ utc: !preferences.current.utc }),
  })
}

// Escape comes last. Dialogs, menus and hints listen on the window, too, after us: while one is open it is theirs.
function useEscape(): void {
  const layers = useLayers()
  useEventListener(window, 'keydown', (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || event.defaultPrevented || document.querySelector('[data-dismissable-layer]')) return
    if (layers.closeTop()) event.preventDefault()
  })
}
