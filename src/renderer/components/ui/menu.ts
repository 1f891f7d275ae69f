import type { Component } from 'vue'

/** An entry of a dropdown or context menu. */
export interface MenuItem {
  readonly id: string
  readonly label: string
  readonly icon?: Component
  /** Command whose keys are shown. */
  readonly command?: string
  readonly danger?: boolean
  readonly disabled?: boolean
  /** For a choice among others or a toggle: whether it is on. */
  readonly checked?: boolean
  readonly run: () => unknown
}

/** Groups are divided by a line; a title stands above its group. */
export interface MenuGroup {
  readonly title?: string
  readonly items: readonly MenuItem[]
}
