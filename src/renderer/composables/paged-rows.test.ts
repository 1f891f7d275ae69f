import { expect, test } from 'vitest'

import { createPagedRows, type PagedRows } from './paged-rows.ts'

interface Asked {
  readonly from: number
  readonly count: number
  answer(rows: readonly (string | null)[]): Promise<void>
  refuse(cause: Error): Promise<void>
}

interface Bench {
  readonly rows: PagedRows<string>
  readonly asked: Asked[]
  readonly arrived: number[]
  readonly failures: unknown[]
}

const settled = async (): Promise<void> => {
  for (let turn = 0; turn < 5; turn += 1) await Promise.resolve()
}

/** Reads are answered by hand, in the order that a test wants. */
function bench(options: { pageSize?: number; maximumPages?: number } = {}): Bench {
  const asked: Asked[] = []
  const arrived: number[] = []
  const failures: unknown[] = []
  const rows = createPagedRows<string>({
    pageSize: 10,
    ...options,
    read: (from, count) =>
      new Promise((resolve, reject) => {
        asked.push({
          from,
          count,
          answer: async (values) => (resolve(values), settled()),
          refuse: async (cause) => (reject(cause), settled()),
        })
      }),
    changed: (from) => arrived.push(from),
    failed: (cause) => failures.push(cause),
  })
  return { rows, asked, arrived, failures }
}

const named = (from: number, count: number, tag = 'row'): string[] =>
  Array.from({ length: count }, (_, step) => `${tag} ${from + step}`)

test('V-6 rows are read by page, one read at a time, and only for the newest window', async () => {
  const { rows, asked } = bench()
  rows.want(0, 15, 1000)
  rows.want(400, 412, 1000)
  rows.want(805, 815, 1000)
  expect(asked.map(({ from }) => from)).toEqual([0])
  await asked[0]?.answer(named(0, 10))
  expect(asked.map(({ from }) => from)).toEqual([0, 800])
  await asked[1]?.answer(named(800, 10))
  await asked[2]?.answer(named(810, 10))
  expect(asked.map(({ from }) => from)).toEqual([0, 800, 810])
  expect(rows.row(812)).toBe('row 812')
  expect(rows.row(400)).toBeUndefined()
})

test('V-6 the last page is read as long as it is, and again when the list has grown', async () => {
  const { rows, asked } = bench()
  rows.want(20, 25, 25)
  expect(asked[0]).toMatchObject({ from: 20, count: 5 })
  await asked[0]?.answer(named(20, 5))
  rows.want(20, 28, 28)
  expect(asked[1]).toMatchObject({ from: 20, count: 8 })
})

test('V-6 old rows stay up until newer ones arrive', async () => {
  const { rows, asked } = bench()
  rows.want(0, 10, 10)
  await asked[0]?.answer(named(0, 10))
  rows.invalidate()
  expect(rows.row(3)).toBe('row 3')
  await asked[1]?.answer(named(0, 10, 'newer'))
  expect(rows.row(3)).toBe('newer 3')
})

test('V-6 an answer for an older list is dropped', async () => {
  const { rows, asked, arrived } = bench()
  rows.want(0, 10, 10)
  rows.reset()
  rows.want(0, 10, 10)
  await asked[0]?.answer(named(0, 10, 'old'))
  expect(rows.row(0)).toBeUndefined()
  expect(arrived).toEqual([])
  await asked[1]?.answer(named(0, 10, 'new'))
  expect(rows.row(0)).toBe('new 0')
})

test('V-6 the cache is bounded and keeps what was read last', async () => {
  const { rows, asked } = bench({ maximumPages: 2 })
  for (const page of [0, 1, 2]) {
    rows.want(page * 10, page * 10 + 10, 100)
    await asked[page]?.answer(named(page * 10, 10))
  }
  expect(rows.row(0)).toBeUndefined()
  expect(rows.row(29)).toBe('row 29')
  expect(rows.loaded()).toEqual([
    [10, 20],
    [20, 30],
  ])
})

test('V-6 a failed read is told once and tried again when rows are wanted', async () => {
  const { rows, asked, failures } = bench()
  rows.want(0, 10, 10)
  await asked[0]?.refuse(new Error('locked'))
  expect(failures).toEqual([new Error('locked')])
  expect(asked).toHaveLength(1)
  rows.want(0, 10, 10)
  await asked[1]?.answer(named(0, 10))
  expect(rows.row(9)).toBe('row 9')
})

test('V-6 an answer that is too short is not asked for in a circle', async () => {
  const { rows, asked } = bench()
  rows.want(0, 10, 10)
  await asked[0]?.answer(named(0, 4))
  expect(asked).toHaveLength(1)
  expect(rows.row(3)).toBe('row 3')
})
