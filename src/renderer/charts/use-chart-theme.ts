import { useMediaQuery, useMutationObserver } from '@vueuse/core'
import { onMounted, type Ref, shallowRef, watch } from 'vue'

import { type ChartTheme, readChartTheme } from './chart-theme.ts'

/** The colours where an element stands, read anew when the operator or the system changes the theme or the wish for motion. */
export function useChartTheme(element: Readonly<Ref<HTMLElement | null>>): Readonly<Ref<ChartTheme | undefined>> {
  const theme = shallowRef<ChartTheme>()
  const read = (): void => {
    if (element.value) theme.value = readChartTheme(element.value)
  }
  onMounted(read)
  useMutationObserver(document.documentElement, read, { attributes: true, attributeFilter: ['data-theme'] })
  watch([useMediaQuery('(prefers-color-scheme: dark)'), useMediaQuery('(prefers-reduced-motion: reduce)')], read)
  return theme
}
