/** What somebody is allowed beside documents: to look, to change documents, to run the engine itself, to see who did what, or to say who may do what. */
export type Access = 'read' | 'write' | 'operate' | 'audit' | 'admin'

export const ACCESSES: readonly Access[] = ['read', 'write', 'operate', 'audit', 'admin']
