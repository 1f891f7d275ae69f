import type { Access } from '../../core/policy/index.ts'
import type { Role, RoleView } from '../../security/roles/role.ts'
import type { SessionSettings } from '../../security/sessions/session-settings.ts'
import type { EmergencyState } from '../../security/users/emergency-access.ts'
import type { UserView } from '../../security/users/user.ts'
import type { UserRequest } from '../../security/users/user-desk.ts'

export type { Role, RoleView } from '../../security/roles/role.ts'
export type { SessionSettings } from '../../security/sessions/session-settings.ts'
export type { EmergencyState } from '../../security/users/emergency-access.ts'
export type { UserView } from '../../security/users/user.ts'
export type { UserRequest } from '../../security/users/user-desk.ts'

/** Who may work here, in a look. */
export interface PeopleOverview {
  /** By name. Without any, whoever may open the store's files may do everything. */
  readonly users: readonly UserView[]
  readonly sessions: SessionSettings
  /** The code for emergencies; null when there is none. */
  readonly emergency: EmergencyState | null
}

/** What somebody may do with one key, and why. */
export interface EffectivePermissions {
  readonly access: readonly Access[]
  readonly read: boolean
  readonly write: boolean
  /** Fields that are hidden, as RFC 6901 pointers in which `*` stands for any member or element. */
  readonly hidden: readonly string[]
  /** What each of their roles says of the key. */
  readonly roles: readonly { readonly name: string; readonly read: boolean; readonly write: boolean }[]
}

export interface PeopleCommands {
  'people.overview': (query: Record<string, never>) => PeopleOverview
  /** Throws E_OPTION, E_PASSWORD, E_NO_ROLE, E_USER_EXISTS, E_USER_LIMIT, E_LAST_ADMIN. */
  'people.create-user': (request: UserRequest) => UserView
  /** What they do at this moment goes on with the new roles. Throws E_NO_USER, E_NO_ROLE, E_LAST_ADMIN. */
  'people.set-roles': (query: { readonly name: string; readonly roles: readonly string[] }) => UserView
  /** Throws E_NO_USER, E_LAST_ADMIN. */
  'people.set-disabled': (query: { readonly name: string; readonly disabled: boolean }) => UserView
  /** Throws E_NO_USER, E_PASSWORD. */
  'people.set-password': (query: { readonly name: string; readonly password: string }) => UserView
  /** Throws E_NO_USER, E_LAST_ADMIN. */
  'people.forget-user': (query: { readonly name: string }) => null
  'people.roles': (query: Record<string, never>) => readonly RoleView[]
  /** Throws E_OPTION, E_POINTER, E_ROLE_LIMIT. */
  'people.save-role': (role: Role) => RoleView
  /** Throws E_NO_ROLE, E_ROLE_IN_USE, E_OPTION. */
  'people.remove-role': (query: { readonly name: string }) => null
  /** What a user, a token or a set of roles may do with a key. Throws E_NO_USER, E_NO_TOKEN, E_NO_ROLE. */
  'people.effective': (query: {
    readonly key: string
    readonly who: { readonly user: string } | { readonly token: string } | { readonly roles: readonly string[] }
  }) => EffectivePermissions
  /** Throws E_DURATION, E_OPTION. */
  'people.set-sessions': (settings: SessionSettings) => SessionSettings
  /** The code is answered this once; an older one is void. */
  'people.make-emergency-code': (query: Record<string, never>) => { readonly state: EmergencyState; readonly code: string }
}
