/** Where a command's keys act: anywhere outside editors, or only with the focus in a list, grid or tree. */
export type CommandScope = 'global' | 'list'

/** What the palette, the tooltips, the help and the key dispatcher are all fed from. Handlers come from who is on screen. */
export interface CommandDefinition {
  readonly id: string
  /** A verb and its object: `Open settings`. */
  readonly label: string
  readonly group: string
  /** Default keys: `Ctrl+K`, `g s` (one after the other), `?`. Empty or absent: none. */
  readonly keys?: string
  readonly scope: CommandScope
  /** What the operator must be allowed to do; absent: everybody may. */
  readonly permission?: string
  /** False keeps it out of the palette: movements, which make no sense from there. */
  readonly palette?: boolean
  /** Part of a control's pattern (arrows in a list): shown in the help, never remapped. */
  readonly fixed?: boolean
}

/** A definition and the view that it belongs to; none for what is always there. */
export interface OwnedDefinition {
  readonly definition: CommandDefinition
  readonly view: string | undefined
}

export type CommandHandler = () => unknown

/** What a list does when its remappable keys are pressed: the dispatcher sends it to the focused list as an event. */
export type ListAction = 'next' | 'previous' | 'toggle'

export const listActionEvent = 'list-action'
