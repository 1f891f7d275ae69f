/** What a command needs its caller to be allowed: to look, to change documents, or to run the engine itself. */
export type Access = 'read' | 'write' | 'operate'

/** Who asks. Every surface (console, command line, remote administration) brings one. */
export interface Caller {
  /** The name that changes carry as their actor. */
  readonly actor: string
  readonly access: readonly Access[]
}
