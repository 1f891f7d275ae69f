import { defineStore } from 'pinia'
import { shallowRef } from 'vue'

/** What the view on screen tells about itself in the status bar. */
export interface ViewStatus {
  /** Log position of what is shown, when that is not the head. */
  readonly revision?: number | undefined
  readonly shown?: number | undefined
  readonly total?: number | undefined
  /** Noun for the counts, singular. */
  readonly noun?: string
  readonly selected?: number | undefined
  /** True while counting goes on: `shown` is then 'so far'. */
  readonly counting?: boolean
  readonly live?: 'live' | 'paused'
  readonly toggleLive?: () => void
}

export const useStatus = defineStore('status', () => {
  const view = shallowRef<ViewStatus>({})

  function set(status: ViewStatus): void {
    view.value = status
  }

  /** Called on the way to another view: its numbers are not this one's. */
  function clear(): void {
    view.value = {}
  }

  return { view, set, clear }
})
