import { SrvraError } from '../../core/errors.ts'
import { ACCESSES, policyOf } from '../../core/policy/index.ts'
import type { Access, DocumentGrant } from '../../core/policy/index.ts'

/** What somebody who has it may do. Whoever has several roles may do what any one of them allows. */
export interface Role {
  /** Lower case letters, digits and hyphens. */
  readonly name: string
  readonly description: string
  readonly access: readonly Access[]
  readonly documents: DocumentGrant
}

/** A role as it is listed. */
export interface RoleView extends Role {
  /** Comes with the engine, and cannot be changed. */
  readonly builtIn: boolean
}

const ALL = ['**']
const READ_ALL: DocumentGrant = { read: ALL, write: [] }
const READ_AND_WRITE_ALL: DocumentGrant = { read: ALL, write: ALL }

export const BUILT_IN_ROLES: readonly Role[] = [
  {
    name: 'admin',
    description: 'Does everything, and says who may do what.',
    access: ACCESSES,
    documents: READ_AND_WRITE_ALL,
  },
  {
    name: 'operator',
    description: 'Reads and changes documents, settles conflicts, runs backups and the hub.',
    access: ['read', 'write', 'operate'],
    documents: READ_AND_WRITE_ALL,
  },
  {
    name: 'auditor',
    description: 'Reads everything, the audit trail included, and changes nothing.',
    access: ['read', 'audit'],
    documents: READ_ALL,
  },
  {
    name: 'viewer',
    description: 'Reads documents, history and metrics, and changes nothing.',
    access: ['read'],
    documents: READ_ALL,
  },
]

const NAME = /^[a-z][a-z0-9-]{0,39}$/
const MOST_PATTERNS = 100
const LONGEST = 2048

/** Checks a role that somebody wrote. Throws E_OPTION and E_POINTER with the `path` of what is wrong. */
export function admitRole(role: Role): Role {
  const { name, description, access, documents } = role
  if (!NAME.test(name))
    throw wrong('name', 'A role’s name begins with a letter and has up to 40 lower case letters, digits and hyphens.')
  if (BUILT_IN_ROLES.some((known) => known.name === name))
    throw wrong('name', `The role ${name} comes with the engine and stays as it is; give yours another name.`)
  if (description.length > 500) throw wrong('description', 'A description has 500 characters at most.')
  const odd = access.findIndex((one) => !ACCESSES.includes(one))
  if (odd >= 0) throw wrong(`access.${odd}`, `What a role may do is one of ${ACCESSES.join(', ')}.`)
  if (!access.includes('read')) throw wrong('access', 'A role that may not look can do nothing; let it read.')
  admitPatterns('documents.read', documents.read)
  admitPatterns('documents.write', documents.write)
  admitHidden(documents.hide ?? [])
  return { name, description, access: ACCESSES.filter((one) => access.includes(one)), documents }
}

function admitHidden(hide: NonNullable<DocumentGrant['hide']>): void {
  if (hide.length > MOST_PATTERNS) throw wrong('documents.hide', `At most ${MOST_PATTERNS} patterns hide fields.`)
  for (const [i, { pattern, fields }] of hide.entries()) {
    admitPatterns(`documents.hide.${i}`, [pattern])
    if (fields.length === 0 || fields.length > MOST_PATTERNS)
      throw wrong(`documents.hide.${i}.fields`, `Name 1 to ${MOST_PATTERNS} fields that are hidden.`)
  }
  // The pointers are read here, so that a wrong one is told to whoever wrote it.
  policyOf([{ read: [], write: [], hide }])
}

function admitPatterns(path: string, patterns: readonly string[]): void {
  if (patterns.length > MOST_PATTERNS) throw wrong(path, `A role has at most ${MOST_PATTERNS} key patterns.`)
  const odd = patterns.findIndex((pattern) => pattern === '' || pattern.length > LONGEST || !pattern.isWellFormed())
  if (odd >= 0) throw wrong(`${path}.${odd}`, `A key pattern has 1 to ${LONGEST} characters of well-formed text.`)
}

function wrong(path: string, message: string): SrvraError {
  return new SrvraError('E_OPTION', message, { path })
}
