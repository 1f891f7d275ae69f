import type { CommandRules } from '../calls/command-rule.ts'
import type { AdminCommands } from '../commands.ts'
import { accessRules } from './access.ts'
import { peopleRules } from './people.ts'
import { auditRules } from './audit.ts'
import { backupRules } from './backups.ts'
import { conflictRules } from './conflicts.ts'
import { demoRules } from './demo.ts'
import { documentRules } from './documents.ts'
import { engineRules } from './engine.ts'
import { historyRules } from './history.ts'
import { hubRules } from './hub.ts'
import { monitoringRules } from './monitoring.ts'
import { resultRules } from './results.ts'
import { logRules } from './logs.ts'
import { mergeRuleRules } from './rules.ts'
import { supportRules } from './support.ts'
import { taskRules } from './tasks.ts'
import { transferRules } from './transfer.ts'

/** What every command of the contract takes, and what it needs of its caller. */
export const adminRules: CommandRules<AdminCommands> = {
  ...engineRules,
  ...resultRules,
  ...documentRules,
  ...historyRules,
  ...transferRules,
  ...taskRules,
  ...hubRules,
  ...conflictRules,
  ...mergeRuleRules,
  ...monitoringRules,
  ...demoRules,
  ...backupRules,
  ...supportRules,
  ...logRules,
  ...auditRules,
  ...accessRules,
  ...peopleRules,
}
