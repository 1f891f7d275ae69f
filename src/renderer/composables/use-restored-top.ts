import { nextTick, onMounted, type Ref, watch } from 'vue'

import type { RowWindowState } from './use-row-window.ts'

/** Ties a table's first visible row to a model, which may hold a place to come back to before there are rows. */
export function useRestoredTop(top: Ref<number>, view: RowWindowState): void {
  watch(view.top, (row) => (top.value = row))
  watch(top, (row) => row !== view.top.value && view.scrollTo(row))

  onMounted(() => {
    const wanted = top.value
    if (wanted <= 0) return
    const stop = watch(
      view.geometry,
      async ({ viewport, count }) => {
        if (viewport === 0 || count <= wanted) return
        // The place can be reached only once the element has its height.
        await nextTick()
        stop()
        view.scrollTo(wanted)
      },
      { immediate: true },
    )
  })
}
