import { computed, type WritableComputedRef } from 'vue'
import { type LocationQuery, type Router, useRoute, useRouter } from 'vue-router'

const waiting = new WeakMap<Router, LocationQuery>()

// Several writes of one moment become one navigation; each alone would overwrite the one before.
function write(router: Router, name: string, value: string | null): void {
  const scheduled = waiting.get(router)
  if (scheduled) {
    scheduled[name] = value
    return
  }
  const changes: LocationQuery = { [name]: value }
  waiting.set(router, changes)
  queueMicrotask(() => {
    waiting.delete(router)
    const merged = Object.entries({ ...router.currentRoute.value.query, ...changes })
    void router.replace({ query: Object.fromEntries(merged.filter(([, text]) => text !== null)) })
  })
}

/**
 * A piece of a view's state that lives in its URL, so that going back, a deep link and a return to the view restore
 * it. The default is left out of the URL. Writing replaces the entry of the history instead of adding one a letter.
 */
export function useQuery(name: string, initial = ''): WritableComputedRef<string> {
  const route = useRoute()
  const router = useRouter()
  const home = route.name
  return computed({
    get: () => {
      const value = route.query[name]
      return typeof value === 'string' ? value : initial
    },
    set: (value) => {
      // A late write, from a timer say, must not land on the next view's URL.
      if (router.currentRoute.value.name === home) write(router, name, value === initial ? null : value)
    },
  })
}
