import { expect, test } from 'vitest'
import type { ClientSummary } from '../commands.ts'
import type { Scheduler } from '../../ports/scheduler.ts'
import { createAdminFixture } from '../../testing/admin-fixture.ts'
import { clientView, createReferenceHub } from '../../testing/reference-hub.ts'

/** Time that is moved by hand. */
function handScheduler(): { readonly scheduler: Scheduler; readonly pass: (ms: number) => void } {
  let now = 0
  const tasks = new Set<{ readonly at: number; readonly run: () => void }>()
  const scheduler: Scheduler = {
    after: (delayMs, run) => {
      const task = { at: now + delayMs, run }
      tasks.add(task)
      return () => void tasks.delete(task)
    },
  }
  const pass = (ms: number): void => {
    const end = now + ms
    for (;;) {
      const [next] = [...tasks].filter(({ at }) => at <= end).toSorted((a, b) => a.at - b.at)
      if (next === undefined) break
      now = next.at
      tasks.delete(next)
      next.run()
    }
    now = end
  }
  return { scheduler, pass }
}

function following(stepMs = 1) {
  const { scheduler, pass } = handScheduler()
  const hub = createReferenceHub()
  let elapsed = 0
  const { admin, state } = createAdminFixture({ hub, scheduler, stopwatch: () => (elapsed += stepMs) })
  const told: ClientSummary[] = []
  const stop = admin.on('clients', (summary) => told.push(summary))
  return { hub, state, pass, told, stop }
}

test('V-132 a flood of news is told at most four times a second', () => {
  const { hub, state, pass, told } = following()
  for (let step = 0; step < 1000; step++) {
    hub.put(clientView('a', { lag: step, status: 'offline' }))
    state.setState('k', step)
    pass(1)
  }
  pass(250)
  expect(told).toHaveLength(4)
  expect(told.at(-1)).toMatchObject({ known: 1 })
})

test('V-132 while somebody is connected the figures go on without news, and rest when all are away', () => {
  const { hub, pass, told } = following()
  hub.put(clientView('a'))
  pass(5250)
  const lively = told.length
  expect(lively).toBeGreaterThanOrEqual(4)
  hub.put(clientView('a', { status: 'offline' }))
  pass(500)
  const rested = told.length
  pass(60_000)
  expect(told).toHaveLength(rested)
})

test('V-132 a summary that takes long is made less often, and none after the end', () => {
  const { hub, pass, told, stop } = following(200)
  for (let step = 0; step < 100; step++) {
    hub.put(clientView('a', { status: 'offline' }))
    pass(100)
  }
  // Each look takes 200 ms: one in 4 s.
  expect(told.length).toBeLessThanOrEqual(4)
  stop()
  const before = told.length
  hub.put(clientView('b'))
  pass(60_000)
  expect(told).toHaveLength(before)
})
