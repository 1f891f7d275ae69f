import { Command } from 'commander'
import { SrvraError } from '../../core/errors.ts'
import type { CommandContext, CommonOptions } from '../command-context.ts'
import { parseCount, parseKey } from '../parse-arguments.ts'
import { tellWrite } from '../tell-write.ts'

interface DeleteFlags extends CommonOptions {
  readonly base?: string
  readonly reason?: string
}

export function deleteCommand(context: CommandContext): Command {
  return new Command('delete')
    .summary('delete a document')
    .description('Delete a document. Its history stays, and srvra rollback brings it back.')
    .argument('<key>')
    .option('--base <version>', 'refuse unless the document is at this version')
    .option('--reason <text>', 'why, for the history')
    .action(async (text: string, options: DeleteFlags) => {
      const key = parseKey(text)
      const update = await context.withStore('read', options, async ({ engine }) => {
        if (engine.getState(key) === undefined) throw new SrvraError('E_NOT_FOUND', `There is no document '${key}'.`, { key })
        const written = engine.stateManager.deleteState(key, {
          ...(options.base === undefined ? {} : { baseVersion: parseCount(options.base, 'A version', 1) }),
          ...(options.reason === undefined ? {} : { reason: options.reason }),
        })
        await written.durable
        return written
      })
      tellWrite(context.out, update)
    })
}
