import { defineStore } from 'pinia'

/** Things that Escape closes, the last opened first. Dialogs and menus close themselves and are not listed here. */
export const useLayers = defineStore('layers', () => {
  const open: (() => void)[] = []

  /** Returns the removal, for a layer that closes in another way. */
  function push(close: () => void): () => void {
    open.push(close)
    return () => {
      const index = open.lastIndexOf(close)
      if (index >= 0) open.splice(index, 1)
    }
  }

  function closeTop(): boolean {
    const close = open.pop()
    close?.()
    return close !== undefined
  }

  return { push, closeTop }
})
