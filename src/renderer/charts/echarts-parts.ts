import { BarChart, LineChart } from 'echarts/charts'
import {
  AriaComponent,
  DataZoomComponent,
  GridComponent,
  LegendComponent,
  MarkLineComponent,
  TitleComponent,
  ToolboxComponent,
  TooltipComponent,
} from 'echarts/components'
import { connect, type EChartsCoreOption, type EChartsType, init, use } from 'echarts/core'
import { CanvasRenderer } from 'echarts/renderers'

// Only what the console draws with is bundled.
use([
  BarChart,
  LineChart,
  GridComponent,
  LegendComponent,
  MarkLineComponent,
  TitleComponent,
  TooltipComponent,
  AriaComponent,
  ToolboxComponent,
  DataZoomComponent,
  CanvasRenderer,
])

export type ChartOption = EChartsCoreOption

/** Begins a chart in an element, of its size or one that is given; `dispose` ends it. */
export function beginChart(root: HTMLElement, size?: { readonly width: number; readonly height: number }): EChartsType {
  emptyByNodes(root)
  return init(root, null, { renderer: 'canvas', ...size })
}

/**
 * The renderer empties its root with `innerHTML = ''`. The page's policy of trusted types refuses every text there, the
 * empty one too, and should go on doing so: this one element is emptied without parsing anything instead.
 */
function emptyByNodes(root: HTMLElement): void {
  Object.defineProperty(root, 'innerHTML', {
    configurable: true,
    get: () => '',
    set: (markup: string) => {
      if (markup !== '') throw new Error('A chart draws on a canvas and writes no markup.')
      root.replaceChildren()
    },
  })
}

/** Charts of one group show the same instant under the pointer. */
export function joinGroup(chart: EChartsType, group: string): void {
  chart.group = group
  connect(group)
}

/** What a drawing replaces as a whole; the rest is merged into what is there. */
const REPLACED = ['xAxis', 'yAxis', 'series']

/**
 * Draws anew. A chart that is selected in keeps its toolbox and what listens there: each new one would listen beside
 * all before it, and hold every picture that was ever drawn.
 */
export function drawInto(
  chart: EChartsType,
  option: ChartOption,
  { fresh, selectable }: { readonly fresh: boolean; readonly selectable: boolean },
): void {
  if (fresh || !selectable) chart.setOption(option, { notMerge: true })
  else chart.setOption(option, { replaceMerge: REPLACED })
  // From now on dragging over the chart selects a stretch.
  if (fresh && selectable) chart.dispatchAction({ type: 'takeGlobalCursor', key: 'dataZoomSelect', dataZoomSelectActive: true })
}

/** The stretch that a selection told of; undefined for what is none. */
export function zoomed(told: unknown): readonly [from: number, to: number] | undefined {
  const { batch } = told as { readonly batch?: readonly { readonly startValue?: unknown; readonly endValue?: unknown }[] }
  const first = batch?.[0]
  if (typeof first?.startValue !== 'number' || typeof first.endValue !== 'number') return undefined
  return [first.startValue, first.endValue]
}
