import { expect, test } from 'vitest'
import { createApp } from 'vue'
import { createMemoryHistory, createRouter, type Router } from 'vue-router'

import { useQuery } from './use-query.ts'

async function consoleAt(path: string): Promise<{ router: Router; query: typeof useQuery }> {
  const empty = { render: () => null }
  const routes = ['state', 'history'].map((name) => ({ path: `/${name}`, name, component: empty }))
  const router = createRouter({ history: createMemoryHistory(), routes })
  await router.push(path)
  const app = createApp(empty)
  app.use(router)
  return { router, query: (name, initial) => app.runWithContext(() => useQuery(name, initial)) }
}

// A navigation takes some turns of the microtask queue; a timer's turn comes after all of them.
const navigated = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0))

test('V-17 several choices of one moment are one change of the URL', async () => {
  const { router, query } = await consoleAt('/state?filter=a')
  const filter = query('filter')
  const sort = query('sort', 'key')
  expect([filter.value, sort.value]).toEqual(['a', 'key'])
  filter.value = 'population > 10'
  sort.value = 'version'
  await navigated()
  expect(router.currentRoute.value.query).toEqual({ filter: 'population > 10', sort: 'version' })
  expect([filter.value, sort.value]).toEqual(['population > 10', 'version'])
})

test('V-17 a default leaves the URL', async () => {
  const { router, query } = await consoleAt('/state?sort=version&filter=a')
  query('sort', 'key').value = 'key'
  await navigated()
  expect(router.currentRoute.value.query).toEqual({ filter: 'a' })
})

test('V-17 a late write does not land on another view', async () => {
  const { router, query } = await consoleAt('/state')
  const filter = query('filter')
  await router.push('/history')
  filter.value = 'late'
  await navigated()
  expect(router.currentRoute.value.fullPath).toBe('/history')
})
