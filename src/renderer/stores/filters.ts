import { defineStore } from 'pinia'
import { shallowRef } from 'vue'

import type { Answer, Result, SavedFilter } from '../../shared/contract.ts'
import { call } from '../client.ts'
import { useToasts } from './toasts.ts'

/** Filters that the operator gave a name. */
export const useFilters = defineStore('filters', () => {
  const saved = shallowRef<readonly SavedFilter[]>([])
  const toasts = useToasts()

  function take(answer: Result<Answer<'filters.list'>>, title: string): boolean {
    if (answer.ok) saved.value = answer.value
    else toasts.failed(title, answer.error)
    return answer.ok
  }

  async function load(): Promise<void> {
    take(await call('filters.list', {}), 'Saved filters could not be read')
  }

  async function save(name: string, filter: string): Promise<boolean> {
    return take(await call('filters.save', { name, filter }), 'The filter was not saved')
  }

  async function drop(name: string): Promise<void> {
    const dropped = saved.value.find((filter) => filter.name === name)
    if (!dropped || !take(await call('filters.drop', { name }), 'The filter was not removed')) return
    toasts.show({ title: `Removed the filter ${name}`, undo: () => save(name, dropped.filter) })
  }

  return { saved, load, save, drop }
})
