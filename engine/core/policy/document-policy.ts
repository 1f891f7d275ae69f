import { SrvraError } from '../errors.ts'
import { scopeOf } from '../query/index.ts'
import type { Scope } from '../query/index.ts'
import { isCovered, parseHiddenPath } from './hidden-fields.ts'
import type { HiddenPath } from './hidden-fields.ts'

/** Documents that somebody is let at. Whoever has several grants may do what any one of them allows. */
export interface DocumentGrant {
  /** Patterns of the keys that may be read. */
  readonly read: readonly string[]
  /** Patterns of the keys that may be written; only those count that may be read. */
  readonly write: readonly string[]
  /** Fields, by RFC 6901 pointers in which `*` stands for any member or element, that are hidden in keys of a pattern. */
  readonly hide?: readonly { readonly pattern: string; readonly fields: readonly string[] }[]
}

/** The one answer to who may do what with a document, for every surface: at the write path, and at delivery. */
export interface DocumentPolicy {
  /** True when every key may be read, and every field. */
  readonly readsAll: boolean
  /** True when every key may be written, too. */
  readonly writesAll: boolean
  mayRead(key: string): boolean
  mayWrite(key: string): boolean
  /** Fields of a readable document that are hidden. */
  hiddenIn(key: string): readonly HiddenPath[]
  /** The keys that may be read without anything hidden: what a replica is sent. */
  readonly whole: Scope
}

interface CompiledGrant {
  readonly read: Scope
  readonly write: Scope
  readonly hide: readonly { readonly keys: Scope; readonly paths: readonly HiddenPath[] }[]
}

const NOTHING_HIDDEN: readonly HiddenPath[] = []
const EVERYTHING: DocumentGrant = { read: ['**'], write: ['**'] }

/** Throws E_POINTER for a hidden field that is no pointer. */
export function policyOf(grants: readonly DocumentGrant[]): DocumentPolicy {
  const compiled = grants.map(compile)
  const hidesNothing = compiled.every(({ hide }) => hide.length === 0)
  const mayRead = (key: string): boolean => compiled.some(({ read }) => read.matches(key))
  const hiddenIn = (key: string): readonly HiddenPath[] => (hidesNothing ? NOTHING_HIDDEN : hiddenBy(compiled, key))
  const readable = scopeOf(grants.flatMap(({ read }) => read))
  const readsAll = compiled.some(({ read, hide }) => read.everything && hide.length === 0)
  return {
    readsAll,
    writesAll: readsAll && compiled.some(({ write }) => write.everything),
    mayRead,
    mayWrite: (key) => compiled.some(({ write }) => write.matches(key)) && mayRead(key),
    hiddenIn,
    whole: hidesNothing
      ? readable
      : { ...readable, everything: false, matches: (key) => readable.matches(key) && hiddenIn(key).length === 0 },
  }
}

/** Whoever may do everything. */
export const FULL_POLICY: DocumentPolicy = policyOf([EVERYTHING])

/** Throws E_FORBIDDEN unless the key may be written. */
export function assertWritable(policy: DocumentPolicy, key: string): void {
  if (policy.mayWrite(key)) return
  throw new SrvraError('E_FORBIDDEN', `You may not write '${key}'; ask whoever gives out roles here.`, { key })
}

function compile({ read, write, hide = [] }: DocumentGrant): CompiledGrant {
  return {
    read: scopeOf(read),
    write: scopeOf(write),
    hide: hide.map(({ pattern, fields }) => ({ keys: scopeOf([pattern]), paths: fields.map(parseHiddenPath) })),
  }
}

/** A field is hidden when every grant that lets the key be read hides it. */
function hiddenBy(grants: readonly CompiledGrant[], key: string): readonly HiddenPath[] {
  const ofEach = grants
    .filter(({ read }) => read.matches(key))
    .map(({ hide }) => hide.filter(({ keys }) => keys.matches(key)).flatMap(({ paths }) => paths))
  if (ofEach.some(({ length }) => length === 0)) return NOTHING_HIDDEN
  return ofEach.flat().filter((path) => ofEach.every((paths) => paths.some((by) => isCovered(path, by))))
}
