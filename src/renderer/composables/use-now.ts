import { useDocumentVisibility, useIntervalFn } from '@vueuse/core'
import { effectScope, readonly, ref, watch, type Ref } from 'vue'

let shared: Readonly<Ref<number>> | undefined

function startClock(): Readonly<Ref<number>> {
  const now = ref(Date.now())
  const tick = (): void => {
    now.value = Date.now()
  }
  const { pause, resume } = useIntervalFn(tick, 1000)
  const visibility = useDocumentVisibility()
  watch(visibility, (state) => {
    tick()
    if (state === 'visible') resume()
    else pause()
  })
  return readonly(now)
}

/** The time, once a second, from one clock for the whole page that rests while the window is hidden. */
export function useNow(): Readonly<Ref<number>> {
  shared ??= detached(startClock)
  return shared
}

// The clock outlives the component that happened to ask first.
function detached<Value>(start: () => Value): Value {
  const scope = effectScope(true)
  const value = scope.run(start)
  if (value === undefined) throw new Error('The clock did not start.')
  return value
}
