import type { ChartTheme } from './chart-theme.ts'
import { beginChart, type ChartOption } from './echarts-parts.ts'

/** Px; drawn at twice as many, so that it is sharp in print. */
const WIDTH = 960
const HEIGHT = 320
const HEAD = 40

/** A chart with its title as a PNG picture, in base64. Whatever is on screen, it is drawn anew and wide. */
export function pictureOf(title: string, option: (theme: ChartTheme) => ChartOption, theme: ChartTheme): string {
  const root = document.createElement('div')
  const chart = beginChart(root, { width: WIDTH, height: HEIGHT + HEAD })
  try {
    const drawn = option({ ...theme, animate: false })
    chart.setOption({
      ...drawn,
      title: { text: title, left: 12, top: 8, textStyle: { color: theme.text, fontFamily: theme.font, fontSize: 16 } },
      legend: { ...(drawn['legend'] as object), top: HEAD, left: 12 },
      grid: { ...(drawn['grid'] as object), top: HEAD + 32, left: 12, right: 20, bottom: 12 },
    })
    const url = chart.getDataURL({ type: 'png', pixelRatio: 2, backgroundColor: theme.panel })
    return url.slice(url.indexOf(',') + 1)
  } finally {
    chart.dispose()
  }
}
