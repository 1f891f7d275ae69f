import { readFileSync } from 'node:fs'
import { Command } from 'commander'
import type { CommandContext, CommandBuilder } from './command-context.ts'
import { atCommand } from './commands/at.ts'
import { auditCommand } from './commands/audit.ts'
import { backupCommand } from './commands/backup.ts'
import { compactCommand } from './commands/compact.ts'
import { deleteCommand } from './commands/delete.ts'
import { demoCommand } from './commands/demo.ts'
import { diffCommand } from './commands/diff.ts'
import { drillCommand } from './commands/drill.ts'
import { exportCommand } from './commands/export.ts'
import { getCommand } from './commands/get.ts'
import { historyCommand } from './commands/history.ts'
import { importCommand } from './commands/import.ts'
import { listCommand } from './commands/list.ts'
import { logsCommand } from './commands/logs.ts'
import { markCommand } from './commands/mark.ts'
import { pushCommand } from './commands/push.ts'
import { restoreCommand } from './commands/restore.ts'
import { rollbackCommand } from './commands/rollback.ts'
import { serveCommand } from './commands/serve.ts'
import { setCommand } from './commands/set.ts'
import { statsCommand } from './commands/stats.ts'
import { statusCommand } from './commands/status.ts'
import { tokenCommand } from './commands/token.ts'
import { userCommand } from './commands/user.ts'
import { verifyBackupCommand } from './commands/verify-backup.ts'
import { verifyCommand } from './commands/verify.ts'
import { watchCommand } from './commands/watch.ts'
import { EXIT_HELP } from './exit-codes.ts'

const COMMANDS: readonly CommandBuilder[] = [
  importCommand,
  exportCommand,
  getCommand,
  setCommand,
  deleteCommand,
  listCommand,
  historyCommand,
  diffCommand,
  rollbackCommand,
  atCommand,
  verifyCommand,
  statsCommand,
  compactCommand,
  backupCommand,
  restoreCommand,
  verifyBackupCommand,
  drillCommand,
  auditCommand,
  tokenCommand,
  userCommand,
  serveCommand,
  watchCommand,
  pushCommand,
  statusCommand,
  logsCommand,
  markCommand,
  demoCommand,
]

/** The whole command line: every command with the options that all share. */
export function buildProgram(context: CommandContext): Command {
  const program = new Command('srvra')
    .description('Looks after a SRVRA Sync store: documents with every version they ever had, in one ordered log.')
    .version(packageVersion(), '-V, --version', 'print the version of srvra')
    .helpOption('-h, --help', 'print help; also for one command: srvra import --help')
    .helpCommand(false)
    .enablePositionalOptions()
    .exitOverride()
    .configureOutput({ outputError: () => undefined })
    .addHelpText('after', HELP)
  addCommonOptions(program)
  for (const build of COMMANDS) program.addCommand(inherited(build(context), program))
  return program
}

/** Commands within a command, too. */
function inherited(command: Command, program: Command): Command {
  for (const inner of command.commands) inherited(inner, program)
  return addCommonOptions(command).copyInheritedSettings(program)
}

function addCommonOptions(command: Command): Command {
  // Some commands mean another folder by it, and have said so.
  if (!command.options.some(({ long }) => long === '--data'))
    command.option('--data <dir>', 'folder of the store (default: $SRVRA_DATA, else srvra in your data folder)')
  return command
    .option('--json', 'print one JSON value as the last line of standard output')
    .option('--actor <name>', 'who is to be written down as the author of changes (default: you)')
}

function packageVersion(): string {
  const text = readFileSync(new URL('../package.json', import.meta.url), 'utf8')
  return (JSON.parse(text) as { version: string }).version
}

const HELP = `
Examples:
  srvra import cities.ndjson --key 'cities/{country}/{cityId}'
  srvra get cities/AD/3039163
  srvra set settings/theme '"dark"' --reason 'easier on the eyes'
  srvra history settings/theme
  srvra diff settings/theme 1 2
  srvra rollback 'cities/AD/*' --at -2h --yes
  srvra export backup.ndjson --metadata
  srvra backup --to /mnt/backups
  srvra serve --data ./hub
  srvra watch 'cities/**'
  srvra push settings/theme '"dark"'
  srvra mark 'deploy 1.2'
  srvra demo inventory --replicas 25 --seconds 30

Times: an age (-90s, -30m, -2h, -7d), a date (2026-11-23, midnight UTC), or a time with its zone (2026-11-23T10:00:00+01:00).

${EXIT_HELP}

Environment:
  SRVRA_DATA     folder of the store
  SRVRA_CONNECT  the hub that watch, push and status talk to
  SRVRA_TOKEN    what is shown to a hub, and what srvra serve asks for
  SRVRA_DEBUG    1 shows where an error came from`
