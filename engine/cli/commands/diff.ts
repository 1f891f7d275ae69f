import { Command } from 'commander'
import { diffView } from '../../admin/diff/diff-view.ts'
import type { DiffLine } from '../../admin/commands.ts'
import { diff, toJsonPatch } from '../../core/delta/index.ts'
import { SrvraError } from '../../core/errors.ts'
import { formatPath } from '../../core/json/index.ts'
import type { JsonValue } from '../../core/json/index.ts'
import type { Storage } from '../../ports/storage.ts'
import type { CommandContext, CommonOptions } from '../command-context.ts'
import { parseCount, parseKey } from '../parse-arguments.ts'

interface DiffFlags extends CommonOptions {
  readonly patch?: boolean
}

export function diffCommand(context: CommandContext): Command {
  return new Command('diff')
    .summary('show what changed between two versions')
    .description('Show what changed from one version of a document to another.')
    .argument('<key>')
    .argument('<from>', 'a version; 0 stands for before it was')
    .argument('<to>', 'a version')
    .option('--patch', 'as an RFC 6902 JSON Patch')
    .addHelpText('after', '\nExamples:\n  srvra diff cities/AD/3039163 1 3\n  srvra diff cities/AD/3039163 1 3 --patch')
    .action(async (key: string, from: string, to: string, options: DiffFlags) => {
      const versions = [parseCount(from, 'A version'), parseCount(to, 'A version')] as const
      const [before, after] = await context.withStore('read', options, ({ engine }) => {
        const read = (version: number): JsonValue | undefined => valueOf(engine.storage, parseKey(key), version)
        return [read(versions[0]), read(versions[1])] as const
      })
      const patch = options.patch === true
      if (patch) context.out.line(JSON.stringify(jsonPatch(before, after), null, 2))
      const { lines, truncated } = diffView(before, after)
      if (!patch && lines.length === 0) context.out.line('The same.')
      if (!patch) for (const line of lines) context.out.line(diffText(line))
      if (!patch && truncated) context.out.note('There are more differences than are shown; --patch shows all.')
      context.out.answer(patch ? jsonPatch(before, after) : { key, from: versions[0], to: versions[1], lines, truncated })
    })
}

function valueOf(storage: Storage, key: string, version: number): JsonValue | undefined {
  if (version === 0) return undefined
  const document = storage.readVersion(key, version)
  if (document === undefined) throw new SrvraError('E_VERSION_UNKNOWN', `'${key}' has no version ${version}.`, { key, version })
  return document.value
}

/** A document that is not there has no pointer in it: its whole value is added or removed. */
function jsonPatch(before: JsonValue | undefined, after: JsonValue | undefined): readonly object[] {
  if (before === undefined) return after === undefined ? [] : [{ op: 'add', path: '', value: after }]
  return after === undefined ? [{ op: 'remove', path: '' }] : toJsonPatch(before, diff(before, after))
}

const SIGNS: Readonly<Record<DiffLine['change'], string>> = { added: '+', removed: '-', changed: '~', type: '~', moved: '>' }

function diffText({ path, change, before, after, from }: DiffLine): string {
  const place = `${SIGNS[change]} ${formatPath(path)}`
  if (change === 'moved') return `${place}  from ${formatPath(from ?? [])}`
  const values = [before, after].filter((value) => value !== undefined).map((value) => JSON.stringify(value))
  return `${place}  ${values.join(' -> ')}`
}
