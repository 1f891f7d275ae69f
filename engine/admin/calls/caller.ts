/** What a command needs its caller to be allowed: to look, to change documents, to run the engine itself, to see who did what, or to say who may do what. */
export type Access = 'read' | 'write' | 'operate' | 'audit' | 'admin'

/** Who asks. Every surface (console, command line, remote administration) brings one. */
export interface Caller {
  /** The name that changes carry as their actor. */
  readonly actor: string
  readonly access: readonly Access[]
  /** Where the call comes from, such as `console`: what the audit says of it. */
  readonly surface?: string
}
