import { useElementSize, useEventListener } from '@vueuse/core'
import { computed, nextTick, type ComputedRef, type Ref, ref, watch } from 'vue'

import { type RowGeometry, type RowWindow, rowWindow, scrollHeight, scrollTopOf, scrollTopShowing, topRow } from './row-window.ts'

export interface RowWindowState {
  readonly geometry: ComputedRef<RowGeometry>
  readonly window: ComputedRef<RowWindow>
  readonly height: ComputedRef<number>
  readonly top: ComputedRef<number>
  /** Scrolls just so far that a row is visible. */
  show(index: number): void
  /** Puts a row first. */
  scrollTo(index: number): void
}

/** Follows an element's scrolling and size, and tells which of `count` equal rows to render. */
export function useRowWindow(
  scroller: Readonly<Ref<HTMLElement | null>>,
  options: { readonly count: () => number; readonly rowHeight: () => number; readonly headerHeight?: number },
): RowWindowState {
  const { height: outer } = useElementSize(scroller, undefined, { box: 'border-box' })
  const scrollTop = ref(0)
  const geometry = computed<RowGeometry>(() => ({
    count: options.count(),
    rowHeight: options.rowHeight(),
    viewport: Math.max(0, outer.value - (options.headerHeight ?? 0)),
  }))
  const window = computed(() => rowWindow(geometry.value, scrollTop.value))

  useEventListener(scroller, 'scroll', () => (scrollTop.value = scroller.value?.scrollTop ?? 0), { passive: true })

  // Rows of another density are higher or lower: the first visible row stays the first.
  watch(options.rowHeight, (height, before) => {
    const first = topRow({ ...geometry.value, rowHeight: before }, scrollTop.value)
    if (height !== before) void nextTick(() => scrollTo(first))
  })

  function moveTo(position: number): void {
    if (!scroller.value || position === scroller.value.scrollTop) return
    scroller.value.scrollTop = position
    scrollTop.value = scroller.value.scrollTop
  }

  function scrollTo(index: number): void {
    moveTo(scrollTopOf(geometry.value, index))
  }

  return {
    geometry,
    window,
    height: computed(() => scrollHeight(geometry.value)),
    top: computed(() => (geometry.value.count > 0 ? topRow(geometry.value, scrollTop.value) : 0)),
    show: (index) => moveTo(scrollTopShowing(geometry.value, scrollTop.value, index)),
    scrollTo,
  }
}
