import { computed } from 'vue'

import { useQuery } from '../../composables/use-query.ts'
import { moved, scaled, type SpanName, spanNamed, stretchOf, type TimeStretch } from '../../metrics/time-spans.ts'
import { useMetrics } from '../../stores/metrics.ts'

/** The span or the stretch that Metrics shows: it lives in the URL, so that a link leads to the same figures. */
export function useStretchQuery() {
  const store = useMetrics()
  const spanText = useQuery('span', 'quarter')
  const fromText = useQuery('from')
  const toText = useQuery('to')

  const span = computed<SpanName>({
    get: () => spanNamed(spanText.value),
    set: (next) => {
      spanText.value = next
      goLive()
    },
  })
  const wanted = computed(() => stretchOf(fromText.value, toText.value))

  function hold(from: number, to: number): void {
    fromText.value = String(Math.floor(from))
    toText.value = String(Math.ceil(to))
  }

  function goLive(): void {
    fromText.value = ''
    toText.value = ''
  }

  /** Nothing can be moved before something is shown. */
  function change(next: (shown: TimeStretch) => TimeStretch): void {
    if (!store.shown) return
    const { from, to } = next(store.shown)
    hold(from, to)
  }

  const pause = (): void => change((shown) => shown)
  const earlier = (): void => change((shown) => moved(shown, -0.5, Date.now()))
  const later = (): void => change((shown) => moved(shown, 0.5, Date.now()))
  const zoomIn = (): void => change((shown) => scaled(shown, 0.5, Date.now()))
  const zoomOut = (): void => change((shown) => scaled(shown, 2, Date.now()))

  return { span, wanted, hold, goLive, pause, earlier, later, zoomIn, zoomOut }
}
