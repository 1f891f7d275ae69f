/** Colours and type of charts, as the canvas wants them: the tokens of the style sheet, resolved. */
export interface ChartTheme {
  readonly text: string
  readonly text2: string
  readonly border: string
  readonly panel: string
  readonly raised: string
  readonly danger: string
  /** Of series, in their order. */
  readonly series: readonly string[]
  readonly font: string
  readonly animate: boolean
}

const seriesTokens = ['--chart-1', '--chart-2', '--chart-3', '--chart-4', '--chart-5', '--chart-6'] as const

/** Reads the tokens where a chart stands. A canvas knows neither custom properties nor `light-dark()`, so an element resolves them. */
export function readChartTheme(near: HTMLElement): ChartTheme {
  const probe = document.createElement('span')
  probe.hidden = true
  near.append(probe)
  const colour = (token: string): string => {
    probe.style.color = `var(${token})`
    return getComputedStyle(probe).color
  }
  const theme: ChartTheme = {
    text: colour('--text'),
    text2: colour('--text-2'),
    border: colour('--border'),
    panel: colour('--panel'),
    raised: colour('--raised'),
    danger: colour('--danger'),
    series: seriesTokens.map(colour),
    font: getComputedStyle(near).fontFamily,
    animate: !matchMedia('(prefers-reduced-motion: reduce)').matches,
  }
  probe.remove()
  return theme
}
