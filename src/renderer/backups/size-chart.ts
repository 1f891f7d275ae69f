import type { ChartTable } from '../charts/chart-table.ts'
import type { SeriesChart } from '../charts/chart-options.ts'
import { formatBytes } from '../format/number.ts'
import { formatInstant } from '../format/time.ts'

export interface SizePoint {
  readonly at: number
  readonly bytes: number
}

const scales = [
  { unit: 'kB', bytes: 1e3 },
  { unit: 'MB', bytes: 1e6 },
  { unit: 'GB', bytes: 1e9 },
  { unit: 'TB', bytes: 1e12 },
] as const

/** The largest unit in which the largest point is one at least. */
function scaleOf(points: readonly SizePoint[]): (typeof scales)[number] {
  const most = points.reduce((high, { bytes }) => Math.max(high, bytes), 0)
  return scales.findLast(({ bytes }) => bytes <= most) ?? scales[0]
}

/** What all backups took, over time, in one unit. // V-267 */
export function sizeChart(points: readonly SizePoint[], utc: boolean, description: string): SeriesChart {
  const { unit, bytes: one } = scaleOf(points)
  const values = points.map(({ bytes }) => Math.round((bytes / one) * 100) / 100)
  return {
    labels: points.map(({ at }) => formatInstant(at, utc).slice(5, 16)),
    series: [{ name: `Size of all backups, ${unit}`, kind: 'line', values }],
    unit: ` ${unit}`,
    description,
  }
}

export function sizeTable(points: readonly SizePoint[], utc: boolean): ChartTable {
  return {
    columns: ['At', 'Size'],
    rows: points.toReversed().map(({ at, bytes }) => [formatInstant(at, utc), formatBytes(bytes)]),
  }
}

/** `412 MB now, 40 MB more than at first.` */
export function sizeSentence(points: readonly SizePoint[]): string {
  const [first, last] = [points[0], points.at(-1)]
  if (!first || !last) return ''
  const grown = last.bytes - first.bytes
  if (grown === 0) return `${formatBytes(last.bytes)}, as much as at first.`
  return `${formatBytes(last.bytes)} now, ${formatBytes(Math.abs(grown))} ${grown > 0 ? 'more' : 'less'} than at first.`
}
