import { SrvraError } from '../../core/errors.ts'
import type { JsonValue } from '../../core/json/index.ts'
import { ACCESSES, FULL_POLICY, policyOf } from '../../core/policy/index.ts'
import type { Access, DocumentGrant, DocumentPolicy } from '../../core/policy/index.ts'
import type { Storage } from '../../ports/storage.ts'
import { admitRole, BUILT_IN_ROLES } from './role.ts'
import type { Role, RoleView } from './role.ts'

const ROLES = 'access.roles'
const MOST_ROLES = 100

/** What several roles allow together. */
export interface Permissions {
  readonly access: readonly Access[]
  readonly policy: DocumentPolicy
}

const ALL_PERMISSIONS: Permissions = { access: ACCESSES, policy: FULL_POLICY }

/** The roles of an engine: those that come with it, and those that somebody wrote, which are kept in the store. */
export class RoleDesk {
  readonly #storage: Storage
  readonly #roles = new Map<string, Role>(BUILT_IN_ROLES.map((role) => [role.name, role]))
  readonly #listeners = new Set<() => void>()
  readonly #permissions = new Map<string, Permissions>()
  readonly #uses = new Set<(role: string) => string | undefined>()

  constructor(storage: Storage) {
    this.#storage = storage
    for (const { id, value } of storage.records(ROLES, { limit: MOST_ROLES })) this.#roles.set(id, value as unknown as Role)
  }

  /** Those that come with the engine first, then the others by name. */
  list(): readonly RoleView[] {
    const builtIn = new Set(BUILT_IN_ROLES)
    const own = [...this.#roles.values()].filter((role) => !builtIn.has(role)).toSorted((a, b) => (a.name < b.name ? -1 : 1))
    return [...BUILT_IN_ROLES.map((role) => ({ ...role, builtIn: true })), ...own.map((role) => ({ ...role, builtIn: false }))]
  }

  /** Throws E_NO_ROLE with the `path` of the first one that is not there. */
  requireAll(names: readonly string[]): readonly string[] {
    const missing = names.findIndex((name) => !this.#roles.has(name))
    if (missing >= 0) throw noRole(names[missing] ?? '', `roles.${missing}`)
    if (names.length === 0) throw new SrvraError('E_OPTION', 'Give at least one role.', { path: 'roles' })
    return [...new Set(names)]
  }

  /** What these roles allow together; a role that is gone allows nothing. The same object until a role changes. */
  permissionsOf(names: readonly string[]): Permissions {
    if (names.includes('admin')) return ALL_PERMISSIONS
    const id = names.toSorted().join(' ')
    const known = this.#permissions.get(id)
    if (known) return known
    const roles = names.flatMap((name) => this.#roles.get(name) ?? [])
    const made: Permissions = {
      access: ACCESSES.filter((access) => roles.some((role) => role.access.includes(access))),
      policy: policyOf(roles.map(documentsWithin)),
    }
    this.#permissions.set(id, made)
    return made
  }

  /** What a role lets do with documents. */
  documentsOf(name: string): DocumentPolicy {
    return this.permissionsOf([name]).policy
  }

  /** Tells what a role allows from what it allowed before. */
  rightsOf(name: string): string {
    return JSON.stringify(this.#roles.get(name)?.documents ?? null)
  }

  /** The same of all roles of somebody. */
  rightsOfUser({ roles }: { readonly roles: readonly string[] }): string {
    return JSON.stringify(roles.map((name) => [this.permissionsOf([name]).access, this.rightsOf(name)]))
  }

  /** Writes a role, or writes it anew: whoever has it is let do that from then on. Throws E_OPTION, E_POINTER, E_ROLE_LIMIT. */
  save(role: Role): RoleView {
    const admitted = admitRole(role)
    if (!this.#roles.has(admitted.name) && this.#roles.size >= MOST_ROLES)
      throw new SrvraError('E_ROLE_LIMIT', `There are ${MOST_ROLES} roles already; remove one that nobody has.`, {
        limit: MOST_ROLES,
      })
    this.#keep(admitted.name, admitted)
    this.#roles.set(admitted.name, admitted)
    this.#tell()
    return { ...admitted, builtIn: false }
  }

  /** Throws E_NO_ROLE, E_ROLE_IN_USE while somebody has it, E_OPTION for one that comes with the engine. */
  remove(name: string): void {
    const role = this.#roles.get(name)
    if (!role) throw noRole(name, 'name')
    if (BUILT_IN_ROLES.includes(role))
      throw new SrvraError('E_OPTION', `The role ${name} comes with the engine and stays.`, { path: 'name' })
    const user = [...this.#uses].map((find) => find(name)).find((found) => found !== undefined)
    if (user !== undefined)
      throw new SrvraError('E_ROLE_IN_USE', `${user} has the role ${name}; give other roles first.`, { name, user })
    this.#keep(name, undefined)
    this.#roles.delete(name)
    this.#tell()
  }

  /** Has somebody say who has a role, so that it is not removed under them. */
  usedBy(find: (role: string) => string | undefined): void {
    this.#uses.add(find)
  }

  /** Tells when what roles allow has changed. The returned function ends it. */
  onChanged(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  #keep(name: string, role: Role | undefined): void {
    void this.#storage.append([], [{ collection: ROLES, id: name, value: role as unknown as JsonValue }])
  }

  #tell(): void {
    this.#permissions.clear()
    for (const listener of this.#listeners) listener()
  }
}

/** A grant to write counts for those alone whose role lets them change documents at all. */
function documentsWithin({ access, documents }: Role): DocumentGrant {
  return {
    ...documents,
    read: access.includes('read') ? documents.read : [],
    write: access.includes('write') ? documents.write : [],
  }
}

function noRole(name: string, path: string): SrvraError {
  return new SrvraError('E_NO_ROLE', `There is no role '${name.slice(0, 40)}'.`, { name: name.slice(0, 40), path })
}
