import type { Component } from 'vue'

import type { CommandDefinition } from './commands/command.ts'

/** A view: a route, an entry of the rail, a `g` sequence. Its folder in `views/` holds all that belongs to it alone. */
export interface ViewDefinition {
  /** Path of its URL and name of its route. */
  readonly id: string
  readonly title: string
  /** Where it stands in the rail; the nameless group comes last. */
  readonly group: 'Operate' | 'Observe' | 'Protect' | 'Govern' | ''
  readonly icon: Component
  /** `g s` */
  readonly keys: string
  readonly page: () => Promise<Component>
  /** What the view can do; its component brings the handlers with `useCommands`. */
  readonly commands?: readonly CommandDefinition[]
}

/** Dialogs that open from anywhere, through their commands: mounted once, beside the frame. */
export interface HostDefinition {
  readonly id: string
  readonly host: () => Promise<Component>
  readonly commands: readonly CommandDefinition[]
}

/** Every view of the console, in the order of the rail. The first one is home. */
export const views: readonly ViewDefinition[] = []

export const hosts: readonly HostDefinition[] = []
