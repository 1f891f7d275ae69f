import { SrvraError } from '../core/errors.ts'
import { MOST_MARKS } from '../ports/series-store.ts'
import type { Mark, SeriesBucket, SeriesStore, SeriesWrite } from '../ports/series-store.ts'

/** The reference: everything in memory, gone with the process. */
export class MemorySeriesStore implements SeriesStore {
  /** By series, step and time. */
  readonly #series = new Map<string, Map<number, Map<number, SeriesBucket>>>()
  #marks: readonly Mark[] = []
  #closed = false

  put(writes: readonly SeriesWrite[]): void {
    this.#assertOpen()
    for (const { series, stepMs, bucket } of writes) {
      const steps = inserted(this.#series, series)
      inserted(steps, stepMs).set(bucket.at, bucket)
    }
  }

  read(series: string, stepMs: number, from: number, to: number): readonly SeriesBucket[] {
    this.#assertOpen()
    const buckets = [...(this.#series.get(series)?.get(stepMs)?.values() ?? [])]
    return buckets.filter(({ at }) => at >= from && at < to).toSorted((left, right) => left.at - right.at)
  }

  names(): readonly string[] {
    this.#assertOpen()
    return [...this.#series.keys()].toSorted()
  }

  trim(stepMs: number, before: number): void {
    this.#assertOpen()
    for (const [name, steps] of this.#series) {
      const buckets = steps.get(stepMs)
      for (const at of buckets?.keys() ?? []) if (at < before) buckets?.delete(at)
      if (buckets?.size === 0) steps.delete(stepMs)
      if (steps.size === 0) this.#series.delete(name)
    }
  }

  putMark(mark: Mark): void {
    this.#assertOpen()
    const same = ({ at, kind, text }: Mark): boolean => at === mark.at && kind === mark.kind && text === mark.text
    const kept = this.#marks.filter((other) => !same(other))
    this.#marks = [...kept, mark].toSorted((left, right) => left.at - right.at).slice(-MOST_MARKS)
  }

  marks(from: number, to: number, limit: number): readonly Mark[] {
    this.#assertOpen()
    return this.#marks.filter(({ at }) => at >= from && at < to).slice(-limit)
  }

  close(): void {
    this.#closed = true
  }

  #assertOpen(): void {
    if (this.#closed) throw new SrvraError('E_STORE_CLOSED', 'The series were closed; open the engine anew to read them.')
  }
}

function inserted<Key, Inner, Value>(map: Map<Key, Map<Inner, Value>>, key: Key): Map<Inner, Value> {
  const known = map.get(key)
  if (known) return known
  const made = new Map<Inner, Value>()
  map.set(key, made)
  return made
}
