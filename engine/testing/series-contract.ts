import { describe, expect, onTestFinished, test } from 'vitest'
import { MOST_MARKS } from '../ports/series-store.ts'
import type { SeriesBucket, SeriesStore } from '../ports/series-store.ts'

const T = 1_800_000_000_000

function bucket(at: number, value = 1): SeriesBucket {
  return { at, count: 1, sum: value, min: value, max: value, last: value }
}

/** What every store of series must do. An adapter's test calls this with a way to make an empty one. */
export function seriesContract(name: string, create: () => SeriesStore): void {
  const open = (): SeriesStore => {
    const store = create()
    onTestFinished(() => store.close())
    return store
  }

  describe(`the series contract on ${name}`, () => {
    test('O-6 buckets come back as they were put, in order, from the one end up to the other', () => {
      const store = open()
      const whole = { at: T + 1000, count: 3, sum: 4.5, min: -1.25, max: 5, last: 0.75 }
      store.put([
        { series: 'b', stepMs: 1000, bucket: bucket(T + 2000) },
        { series: 'b', stepMs: 1000, bucket: whole },
        { series: 'b', stepMs: 1000, bucket: bucket(T) },
        { series: 'b', stepMs: 10_000, bucket: bucket(T, 7) },
        { series: 'a', stepMs: 1000, bucket: bucket(T, 8) },
      ])
      expect(store.read('b', 1000, T, T + 2000)).toEqual([bucket(T), whole])
      expect(store.read('b', 10_000, 0, Infinity)).toEqual([bucket(T, 7)])
      expect(store.names()).toEqual(['a', 'b'])
      expect(store.read('c', 1000, 0, Infinity)).toEqual([])
    })

    test('O-6 a bucket that is put again replaces what was there', () => {
      const store = open()
      store.put([{ series: 'a', stepMs: 1000, bucket: bucket(T) }])
      store.put([{ series: 'a', stepMs: 1000, bucket: bucket(T, 9) }])
      expect(store.read('a', 1000, 0, Infinity)).toEqual([bucket(T, 9)])
    })

    test('O-8 trimming lets go of what is older, of one step alone, and of names that nothing is left of', () => {
      const store = open()
      for (const stepMs of [1000, 10_000])
        store.put([0, 10_000, 20_000].map((ms) => ({ series: 'a', stepMs, bucket: bucket(T + ms) })))
      store.put([{ series: 'old', stepMs: 1000, bucket: bucket(T) }])
      store.trim(1000, T + 10_000)
      expect(store.read('a', 1000, 0, Infinity)).toEqual([bucket(T + 10_000), bucket(T + 20_000)])
      expect(store.read('a', 10_000, 0, Infinity)).toHaveLength(3)
      expect(store.names()).toEqual(['a'])
    })

    test('O-47 marks come back in order, the newest where there are more than asked for, and the same one is one', () => {
      const store = open()
      const deploy = { at: T + 1000, kind: 'note', text: 'deploy 1.2', by: 'ann' } as const
      store.putMark(deploy)
      store.putMark({ at: T, kind: 'start', text: 'first' })
      store.putMark(deploy)
      expect(store.marks(T, T + 1001, 10)).toEqual([{ at: T, kind: 'start', text: 'first' }, deploy])
      expect(store.marks(T, T + 1001, 1)).toEqual([deploy])
      expect(store.marks(T, T + 1000, 10)).toHaveLength(1)
    })

    test('O-47 marks stop growing', () => {
      const store = open()
      for (let n = 0; n < MOST_MARKS + 5; n++) store.putMark({ at: T + n, kind: 'note', text: 'x' })
      expect(store.marks(0, Infinity, 2 * MOST_MARKS).map(({ at }) => at - T)).toEqual(
        Array.from({ length: MOST_MARKS }, (_, n) => n + 5),
      )
    })

    test('O-6 a closed store says so, and may be closed again', () => {
      const store = create()
      store.close()
      store.close()
      for (const use of [() => store.names(), () => store.put([]), () => store.read('a', 1, 0, 1), () => store.trim(1, 1)])
        expect(use).toThrow(expect.objectContaining({ code: 'E_STORE_CLOSED' }))
    })
  })
}
