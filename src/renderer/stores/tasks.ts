import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'

import type { Failure, TaskView, UndoToken } from '../../shared/contract.ts'
import { call, on } from '../client.ts'
import { useToasts } from './toasts.ts'

/** Long work that the engine does beside the operator's: import, export, verification, compaction. */
export const useTasks = defineStore('tasks', () => {
  const all = shallowRef<readonly TaskView[]>([])
  const failure = shallowRef<Failure>()
  const waiting = new Map<string, ((task: TaskView) => void)[]>()
  const toasts = useToasts()

  const running = computed(() => all.value.filter((task) => task.state === 'running'))
  const ended = computed(() => all.value.filter((task) => task.state !== 'running'))

  async function load(): Promise<void> {
    on('tasks', update)
    const answer = await call('tasks.list', {})
    if (answer.ok) merge(answer.value)
    else failure.value = answer.error
  }

  function merge(changed: readonly TaskView[]): void {
    const byId = new Map(all.value.map((task) => [task.id, task]))
    for (const task of changed) byId.set(task.id, task)
    all.value = [...byId.values()].toSorted((a, b) => b.startedAt - a.startedAt).slice(0, 100)
  }

  function update(changed: readonly TaskView[]): void {
    const before = new Map(all.value.map((task) => [task.id, task.state]))
    merge(changed)
    for (const task of changed) {
      if (task.state !== 'running' && before.get(task.id) !== task.state) settle(task)
    }
  }

  function settle(task: TaskView): void {
    announce(task)
    for (const resolve of waiting.get(task.id) ?? []) resolve(task)
    waiting.delete(task.id)
  }

  function announce(task: TaskView): void {
    // What a look at a restore found stands where somebody looks. // V-273
    if (task.kind === 'restore-preview') return
    const { title, undo } = task
    if (task.state === 'failed') {
      toasts.show({ title: `${title}: failed`, text: task.error?.message ?? task.outcome, tone: 'danger' })
      return
    }
    const tone = task.state === 'done' ? 'ok' : 'neutral'
    toasts.show({ title, text: task.outcome, tone, ...(undo ? { undo: () => revert(title, undo) } : {}) })
  }

  async function revert(title: string, token: UndoToken): Promise<void> {
    const answer = await call('documents.undo', token)
    if (!answer.ok) toasts.failed(`${title}: not undone`, answer.error)
    else if (answer.value.done) toasts.show({ title: `${title}: undone`, tone: 'ok' })
  }

  /** Resolves when the task has ended, however it ended. */
  function ending(id: string): Promise<TaskView> {
    const known = all.value.find((task) => task.id === id)
    if (known && known.state !== 'running') return Promise.resolve(known)
    return new Promise((resolve) => waiting.set(id, [...(waiting.get(id) ?? []), resolve]))
  }

  async function cancel(id: string): Promise<void> {
    const answer = await call('tasks.cancel', { id })
    if (!answer.ok) toasts.failed('The task could not be cancelled', answer.error)
  }

  return { all, running, ended, failure, load, ending, cancel }
})
