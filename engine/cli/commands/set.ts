import { Command } from 'commander'
import { parseJson } from '../../core/json/index.ts'
import type { SetOptions } from '../../state/write-options.ts'
import type { CommandContext, CommonOptions } from '../command-context.ts'
import { parseCount, parseKey } from '../parse-arguments.ts'
import { readInput } from '../read-input.ts'
import { tellWrite } from '../tell-write.ts'

interface SetFlags extends CommonOptions {
  readonly base?: string
  readonly reason?: string
  readonly tag?: readonly string[]
}

export function setCommand(context: CommandContext): Command {
  return new Command('set')
    .summary('write a document')
    .description('Write a document: a new version, unless it holds that value already.')
    .argument('<key>', 'such as settings/theme')
    .argument('<json>', "the value as JSON, '@file' to read it from a file, '-' from standard input")
    .option('--base <version>', 'refuse unless the document is at this version (0: unless it has never been)')
    .option('--reason <text>', 'why, for the history')
    .option('--tag <tags...>', 'the tags that it is to bear from now on')
    .addHelpText(
      'after',
      `\nExamples:\n  srvra set settings/theme '"dark"'\n  srvra set cities/XX/1 @city.json --base 3 --reason 'new name'\n  curl ... | srvra set rates/today -`,
    )
    .action(async (key: string, argument: string, options: SetFlags) => {
      const value = parseJson(await readInput(argument, context.stdin))
      const name = parseKey(key)
      const update = await context.withStore('write', options, async ({ engine }) => {
        const written = engine.setState(name, value, setOptions(options))
        await written.durable
        return written
      })
      tellWrite(context.out, update)
    })
}

function setOptions({ base, reason, tag }: SetFlags): SetOptions {
  return {
    ...(base === undefined ? {} : { baseVersion: parseCount(base, 'A version') }),
    ...(reason === undefined ? {} : { reason }),
    ...(tag === undefined ? {} : { metadata: { tags: tag } }),
  }
}
