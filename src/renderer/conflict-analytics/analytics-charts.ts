import type { ConflictAnalytics } from '../../shared/contract.ts'
import type { RankChart, SeriesChart } from '../charts/chart-options.ts'
import type { ChartTable } from '../charts/chart-table.ts'
import { formatClock, formatInstant } from '../format/time.ts'
import { formatCount, formatCounted } from '../format/number.ts'
import { revealControls } from '../format/visible-text.ts'
import { type Band, bandLabel, type Entry, LEAST_CASES, leadSentence, promiseOf, ranking } from './analytics-figures.ts'
import type { SpanName } from './spans.ts'

/** What a slice of the timeline is called: the time within a day, else the day with it. */
export function sliceLabel(at: number, span: SpanName, utc: boolean): string {
  if (span === 'hour' || span === 'day') return formatClock(at, utc).slice(0, 5)
  const instant = formatInstant(at, utc)
  return span === 'week' ? instant.slice(5, 16) : instant.slice(5, 10)
}

/** Conflicts over time: what arrived, and what was decided by whom. */
export function rateChart(
  { timeline }: Pick<ConflictAnalytics, 'timeline'>,
  { span, utc, description }: { readonly span: SpanName; readonly utc: boolean; readonly description: string },
): SeriesChart {
  return {
    labels: timeline.map(({ at }) => sliceLabel(at, span, utc)),
    series: [
      {
        name: 'Decided by people',
        kind: 'bar',
        stack: 'decided',
        values: timeline.map((slice) => slice.decided - slice.automatic),
      },
      {
        name: 'Settled automatically',
        kind: 'bar',
        stack: 'decided',
        colour: 2,
        values: timeline.map(({ automatic }) => automatic),
      },
      { name: 'Arrived', kind: 'line', colour: 1, values: timeline.map(({ arrived }) => arrived) },
    ],
    description,
  }
}

export function rateTable({ timeline }: Pick<ConflictAnalytics, 'timeline'>, utc: boolean): ChartTable {
  return {
    columns: ['From', 'Arrived', 'By people', 'Automatically'],
    rows: timeline.map(({ at, arrived, decided, automatic }) => [
      formatInstant(at, utc),
      ...[arrived, decided - automatic, automatic].map(formatCount),
    ]),
  }
}

/** Names come from documents and clients: what hides in them is shown. */
export function rankChart(name: string, entries: readonly Entry[]): RankChart {
  return {
    name,
    entries: ranking(entries).map(({ label, count }) => ({ label: revealControls(label), count })),
    description: `${name}. ${leadSentence(entries)}`,
  }
}

export function rankTable(name: string, entries: readonly Entry[]): ChartTable {
  const sorted = entries.toSorted((one, other) => other.count - one.count)
  return { columns: [name, 'Conflicts'], rows: sorted.map(({ label, count }) => [revealControls(label), formatCount(count)]) }
}

/** All bands, so that the line of what the confidence says leads from corner to corner. */
export function calibrationChart(bands: readonly Band[], description: string): SeriesChart {
  const tenths = Array.from({ length: 10 }, (_, tenth) => tenth)
  const known = new Map(bands.map((band) => [band.tenth, band]))
  const cases = (tenth: number): string => {
    const band = known.get(tenth)
    return band ? `\n${formatCounted(band.cases, 'case')}` : ''
  }
  return {
    labels: tenths.map((tenth) => `${bandLabel(tenth)}${cases(tenth)}`),
    series: [
      { name: 'Accepted', kind: 'bar', told: true, values: tenths.map((tenth) => known.get(tenth)?.accepted ?? null) },
      { name: 'What the confidence says', kind: 'line', colour: 1, behind: true, values: tenths.map(promiseOf) },
    ],
    unit: ' %',
    max: 100,
    description,
  }
}

export function calibrationTable(bands: readonly Band[]): ChartTable {
  return {
    columns: ['Confidence', 'Cases', 'Accepted'],
    rows: bands.map(({ label, cases, accepted }) => [
      label,
      formatCount(cases),
      accepted === null ? `not calibrated below ${LEAST_CASES}` : `${accepted} %`,
    ]),
  }
}
