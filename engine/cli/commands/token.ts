import { Command } from 'commander'
import { formatInstant } from '../../core/query/index.ts'
import type { AccessTokenView } from '../../security/access/access-token.ts'
import type { CommandContext, CommonOptions } from '../command-context.ts'
import { table } from '../table.ts'

interface CreateFlags extends CommonOptions {
  readonly keys?: readonly string[]
  readonly readOnly?: boolean
  readonly role?: string
  readonly expires?: string
}

/** Whom a store's hub lets in. A hub that runs on the store is told through its console. // C-47 */
export function tokenCommand(context: CommandContext): Command {
  return new Command('token')
    .summary('issue, list and revoke tokens that let replicas in')
    .description('Tokens that let replicas and services into the hub of a store. A token is told once, when it is made.')
    .addCommand(createCommand(context))
    .addCommand(listCommand(context))
    .addCommand(revokeCommand(context))
    .addCommand(forgetCommand(context))
}

function createCommand(context: CommandContext): Command {
  return new Command('create')
    .description('Make a token and print it, this once.')
    .argument('<name>', "who will show it: the author of its replicas' changes")
    .option('--keys <patterns...>', 'key patterns that it may read and write (default: all)')
    .option('--read-only', 'it may read and never write')
    .option('--role <name>', 'what it may do is what this role says, now and later; goes without --keys and --read-only')
    .option('--expires <duration>', 'how long it is good for, such as 90days (default: until it is revoked)')
    .addHelpText(
      'after',
      "\nExamples:\n  srvra token create shop-7 --keys 'shop/7/**' --expires 365days\n  srvra token create dashboard --read-only",
    )
    .action((name: string, { keys, readOnly, role, expires, ...options }: CreateFlags) =>
      context.withStore('write', options, ({ engine }) => {
        const request = {
          name,
          ...(readOnly === true ? { write: false } : {}),
          ...(role === undefined ? {} : { role }),
          ...(keys === undefined ? {} : { patterns: keys }),
          ...(expires === undefined ? {} : { expires }),
        }
        const issued = engine.access.issue(request, engine.options.actor)
        engine.audit?.note(noteOf(engine.options.actor, 'access.issue', issued.token.name))
        context.out.line(issued.text)
        context.out.note(`The token of ${issued.token.name} (${issued.token.id}). It is not told again.`)
        context.out.answer(issued)
      }),
    )
}

function listCommand(context: CommandContext): Command {
  return new Command('list').description('Print every token but its text, the newest first.').action((options: CommonOptions) =>
    context.withStore('read', options, ({ engine }) => {
      const tokens = engine.access.list()
      for (const line of table(tokens.map(rowOf))) context.out.line(line)
      if (tokens.length === 0) context.out.line('No token was ever issued.')
      context.out.answer({ tokens })
    }),
  )
}

function revokeCommand(context: CommandContext): Command {
  return new Command('revoke')
    .description('Take a token back: nobody is let in by it any more.')
    .argument('<id>', 'as srvra token list shows it')
    .action((id: string, options: CommonOptions) =>
      context.withStore('write', options, ({ engine }) => {
        const token = engine.access.revoke(id, engine.options.actor)
        engine.audit?.note(noteOf(engine.options.actor, 'access.revoke', id))
        context.out.line(`The token of ${token.name} lets nobody in any more.`)
        context.out.answer(token)
      }),
    )
}

function forgetCommand(context: CommandContext): Command {
  return new Command('forget')
    .description('Take a token off the list that lets nobody in any more.')
    .argument('<id>', 'as srvra token list shows it')
    .action((id: string, options: CommonOptions) =>
      context.withStore('write', options, ({ engine }) => {
        engine.access.forget(id)
        engine.audit?.note(noteOf(engine.options.actor, 'access.forget', id))
        context.out.line('The token is off the list.')
        context.out.answer({ id })
      }),
    )
}

function noteOf(actor: string, action: string, target: string) {
  return { actor, origin: 'command-line', action, target, outcome: 'done' } as const
}

function rowOf({ id, name, state, write, patterns, role, createdAt, expiresAt, usedAt }: AccessTokenView): readonly string[] {
  const until = expiresAt === undefined ? 'for good' : `until ${formatInstant(expiresAt)}`
  const used = usedAt === undefined ? 'never used' : `used ${formatInstant(usedAt)}`
  return [
    id,
    name,
    state,
    role === undefined ? (write ? 'reads, writes' : 'reads') : `role ${role}`,
    role === undefined ? (patterns?.join(' ') ?? 'all keys') : 'what it says',
    formatInstant(createdAt),
    until,
    used,
  ]
}
