import { SrvraError } from '../../core/errors.ts'
import { encodePointer } from '../../core/json/index.ts'
import { policyOf } from '../../core/policy/index.ts'
import type { People } from '../../security/people.ts'
import type { TokenDesk } from '../../security/access/token-desk.ts'
import type { AdminHandlers } from '../admin-service.ts'
import type { EffectivePermissions, PeopleCommands } from '../commands.ts'

/** Without people nobody signs in here: everything throws E_NO_PEOPLE. */
export function peopleCommands(
  given: People | undefined,
  tokens: TokenDesk | undefined,
): Pick<AdminHandlers, keyof PeopleCommands> {
  const people = (): People => given ?? refuse()
  return {
    'people.overview': () => ({
      users: people().users.list(),
      sessions: people().sessions,
      emergency: people().emergency.state ?? null,
    }),
    'people.create-user': (request, { actor }) => people().users.create(request, actor),
    'people.set-roles': ({ name, roles }) => people().users.setRoles(name, roles),
    'people.set-disabled': ({ name, disabled }) => people().users.setDisabled(name, disabled),
    'people.set-password': ({ name, password }) => people().users.setPassword(name, password),
    'people.forget-user': ({ name }) => {
      people().users.forget(name)
      return null
    },
    'people.roles': () => people().roles.list(),
    'people.save-role': (role) => people().roles.save(role),
    'people.remove-role': ({ name }) => {
      people().roles.remove(name)
      return null
    },
    'people.effective': ({ key, who }) => {
      if ('token' in who) return ofToken(people(), tokens, who.token, key)
      const roles = 'roles' in who ? people().roles.requireAll(who.roles) : rolesOf(people(), who.user)
      return ofRoles(people(), roles, key)
    },
    'people.set-sessions': (settings) => people().setSessions(settings),
    'people.make-emergency-code': (_query, { actor }) => people().emergency.make(actor),
  }
}

function ofRoles({ roles: desk }: People, roles: readonly string[], key: string): EffectivePermissions {
  const { access, policy } = desk.permissionsOf(roles)
  return {
    access,
    read: policy.mayRead(key),
    write: policy.mayWrite(key),
    hidden: policy.hiddenIn(key).map(encodePointer),
    roles: roles.map((name) => {
      const own = desk.documentsOf(name)
      return { name, read: own.mayRead(key), write: own.mayWrite(key) }
    }),
  }
}

function ofToken(people: People, tokens: TokenDesk | undefined, id: string, key: string): EffectivePermissions {
  const token = tokens?.list().find((one) => one.id === id)
  if (!token) throw new SrvraError('E_NO_TOKEN', `There is no token '${id.slice(0, 40)}'.`, { id: id.slice(0, 40) })
  const nothing = { access: [], read: false, write: false, hidden: [], roles: [] }
  if (token.state !== 'valid') return nothing
  if (token.role !== undefined) return ofRoles(people, [token.role], key)
  const { patterns = ['**'], write } = token
  const policy = policyOf([{ read: patterns, write: write ? patterns : [] }])
  return { ...nothing, access: write ? ['read', 'write'] : ['read'], read: policy.mayRead(key), write: policy.mayWrite(key) }
}

function rolesOf({ users }: People, name: string): readonly string[] {
  const user = users.list().find((one) => one.name === name)
  if (user) return user.state === 'disabled' ? [] : user.roles
  throw new SrvraError('E_NO_USER', `There is no user '${name.slice(0, 80)}'.`, { name: name.slice(0, 80) })
}

function refuse(): never {
  throw new SrvraError('E_NO_PEOPLE', 'Nobody signs in to this engine: it has no users.')
}
