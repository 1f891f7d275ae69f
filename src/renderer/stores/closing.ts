import { defineStore } from 'pinia'

import { call, on } from '../client.ts'

/** The last moment before the window goes: what is unsaved is saved, then the window may close. */
export const useClosing = defineStore('closing', () => {
  const saves = new Set<() => Promise<unknown>>()

  function listen(): void {
    on('closing', () => void saveAll())
  }

  async function saveAll(): Promise<void> {
    // One failing save must not keep the others, nor the window, from going on.
    await Promise.allSettled([...saves].map((save) => save()))
    await call('app.may-close', {})
  }

  /** Registers work to do before the window closes; returns the removal. Main waits two seconds. */
  function beforeClose(save: () => Promise<unknown>): () => void {
    saves.add(save)
    return () => saves.delete(save)
  }

  return { listen, beforeClose }
})
