import { BarChart, LineChart } from 'echarts/charts'
import { AriaComponent, GridComponent, LegendComponent, TooltipComponent } from 'echarts/components'
import { type EChartsCoreOption, type EChartsType, init, use } from 'echarts/core'
import { CanvasRenderer } from 'echarts/renderers'

// Only what the console draws with is bundled.
use([BarChart, LineChart, GridComponent, LegendComponent, TooltipComponent, AriaComponent, CanvasRenderer])

export type ChartOption = EChartsCoreOption

/** Begins a chart in an element; `dispose` ends it. */
export function beginChart(root: HTMLElement): EChartsType {
  emptyByNodes(root)
  return init(root, null, { renderer: 'canvas' })
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
