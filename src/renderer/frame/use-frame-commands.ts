import { useEventListener } from '@vueuse/core'
import { type Ref, ref } from 'vue'
import { useRouter } from 'vue-router'

import { useCommands } from '../composables/use-commands.ts'
import { useInspector } from '../stores/inspector.ts'
import { useLayers } from '../stores/layers.ts'
import { usePreferences } from '../stores/preferences.ts'
import { useToasts } from '../stores/toasts.ts'
import { useVisited } from '../stores/visited.ts'
import { views } from '../views.ts'
import { focusNextRegion } from './regions.ts'

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
  useCommands({
    'gallery.open': () => router.push('/gallery'),
    ...Object.fromEntries(views.map(({ id }) => [`go.${id}`, () => router.push(visited.locationOf(id))])),
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

// Escape comes last, when neither a menu, a dialog nor a field has taken it.
function useEscape(): void {
  const layers = useLayers()
  useEventListener(window, 'keydown', (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || event.defaultPrevented) return
    if (layers.closeTop()) event.preventDefault()
  })
}
