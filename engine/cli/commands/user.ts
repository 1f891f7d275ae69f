import { Command } from 'commander'
import { formatInstant } from '../../core/query/index.ts'
import type { UserView } from '../../security/users/user.ts'
import type { SrvraDataSync } from '../../srvra-data-sync.ts'
import type { CommandContext, CommonOptions } from '../command-context.ts'
import { readInput } from '../read-input.ts'
import { table } from '../table.ts'

interface RoleFlags extends CommonOptions {
  readonly role: readonly string[]
}

interface PasswordFlags extends CommonOptions {
  readonly password: string
}

const PASSWORD = '--password <text>'
const PASSWORD_TEXT = '`-` for standard input, `@file` for a file; an argument itself can be seen by others on this machine'

/** Who signs in at the console of a store. Whoever may write the store's files may do this: it is how an admin who is locked out comes in. // C-48 */
export function userCommand(context: CommandContext): Command {
  return new Command('user')
    .summary('make, list and let in the people who sign in')
    .description(
      'Users of the console on a store. It has to be closed meanwhile. What is done here goes on record where the store is audited.',
    )
    .addCommand(createCommand(context))
    .addCommand(listCommand(context))
    .addCommand(rolesCommand(context))
    .addCommand(passwordCommand(context))
    .addCommand(
      switchCommand(context, { name: 'disable', text: 'Keep a user out.', disabled: true, done: 'is let in nowhere any more' }),
    )
    .addCommand(switchCommand(context, { name: 'enable', text: 'Let a user in again.', disabled: false, done: 'is let in again' }))
    .addCommand(forgetCommand(context))
    .addCommand(codeCommand(context))
}

function createCommand(context: CommandContext): Command {
  return new Command('create')
    .description('Make a user. The first one has to be an admin.')
    .argument('<name>', 'the author of what they do')
    .requiredOption('--role <names...>', 'admin, operator, auditor, viewer, or roles made in the console')
    .requiredOption(PASSWORD, PASSWORD_TEXT)
    .addHelpText('after', '\nExample:\n  printf %s "$PASSWORD" | srvra user create ann --role admin --password -')
    .action((name: string, { role, password: given, ...options }: RoleFlags & PasswordFlags) =>
      context.withStore('write', options, async ({ engine }) => {
        const password = await passwordFrom(given, context)
        const user = await engine.people.users.create({ name, password, roles: role }, engine.options.actor)
        note(engine, 'people.create-user', user.name)
        context.out.line(`${user.name} can sign in, as ${user.roles.join(', ')}.`)
        context.out.answer(user)
      }),
    )
}

function listCommand(context: CommandContext): Command {
  return new Command('list').description('Print every user.').action((options: CommonOptions) =>
    context.withStore('read', options, ({ engine }) => {
      const users = engine.people.users.list()
      for (const line of table(users.map(rowOf))) context.out.line(line)
      if (users.length === 0) context.out.line('There are no users: whoever can use the computer’s account may do everything.')
      context.out.answer({ users })
    }),
  )
}

function rolesCommand(context: CommandContext): Command {
  return new Command('roles')
    .description('Give a user other roles.')
    .argument('<name>')
    .requiredOption('--role <names...>', 'all roles that they are to have')
    .action((name: string, { role, ...options }: RoleFlags) =>
      context.withStore('write', options, ({ engine }) => {
        const user = engine.people.users.setRoles(name, role)
        note(engine, 'people.set-roles', user.name)
        context.out.line(`${user.name} has the roles ${user.roles.join(', ')}.`)
        context.out.answer(user)
      }),
    )
}

function passwordCommand(context: CommandContext): Command {
  return new Command('password')
    .description('Give a user a new password; a lock after wrong tries ends.')
    .argument('<name>')
    .requiredOption(PASSWORD, PASSWORD_TEXT)
    .action((name: string, { password: given, ...options }: PasswordFlags) =>
      context.withStore('write', options, async ({ engine }) => {
        const user = await engine.people.users.setPassword(name, await passwordFrom(given, context))
        note(engine, 'people.set-password', user.name)
        context.out.line(`${user.name} has a new password.`)
        context.out.answer(user)
      }),
    )
}

interface Switch {
  readonly name: string
  readonly text: string
  readonly disabled: boolean
  readonly done: string
}

function switchCommand(context: CommandContext, { name: command, text, disabled, done }: Switch): Command {
  return new Command(command)
    .description(text)
    .argument('<name>')
    .action((name: string, options: CommonOptions) =>
      context.withStore('write', options, ({ engine }) => {
        const user = engine.people.users.setDisabled(name, disabled)
        note(engine, 'people.set-disabled', user.name)
        context.out.line(`${user.name} ${done}.`)
        context.out.answer(user)
      }),
    )
}

function forgetCommand(context: CommandContext): Command {
  return new Command('forget')
    .description('Take a user off the list; what they did stays on record.')
    .argument('<name>')
    .action((name: string, options: CommonOptions) =>
      context.withStore('write', options, ({ engine }) => {
        engine.people.users.forget(name)
        note(engine, 'people.forget-user', name)
        context.out.line(`${name} is off the list.`)
        context.out.answer({ name })
      }),
    )
}

function codeCommand(context: CommandContext): Command {
  return new Command('emergency-code')
    .description('Make the code that lets somebody in once when no admin can be reached, and print it, this once.')
    .action((options: CommonOptions) =>
      context.withStore('write', options, ({ engine }) => {
        const made = engine.people.emergency.make(engine.options.actor)
        note(engine, 'people.make-emergency-code', 'code')
        context.out.line(made.code)
        context.out.note('It is not told again. Print it, seal it, put it away; an older one is void.')
        context.out.answer(made)
      }),
    )
}

/** A line end after the password is the editor's, or the shell's. */
async function passwordFrom(given: string, context: CommandContext): Promise<string> {
  return (await readInput(given, context.stdin)).replace(/\r?\n$/, '')
}

function note(engine: SrvraDataSync, action: string, target: string): void {
  engine.audit?.note({ actor: engine.options.actor, origin: 'command-line', action, target, outcome: 'done' })
}

function rowOf({ name, state, roles, createdAt, createdBy, signedInAt, lockedUntil }: UserView): readonly string[] {
  const seen = signedInAt === undefined ? 'never signed in' : `signed in ${formatInstant(signedInAt)}`
  const locked = lockedUntil === undefined ? state : `locked until ${formatInstant(lockedUntil)}`
  return [name, locked, roles.join(' '), `made ${formatInstant(createdAt)} by ${createdBy}`, seen]
}
