import { SrvraError } from '../core/errors.ts'
import type { JsonValue } from '../core/json/index.ts'
import type { BulkCounts, BulkReport } from '../state/bulk-write.ts'
import type { BatchOptions } from '../state/write-options.ts'
import { checkImport } from './check-import.ts'
import type { ImportCheck } from './check-import.ts'
import type { ImportEntry } from './import-entry.ts'
import { importPass } from './import-pass.ts'
import type { BadRow, ImportWork, PassPlace } from './import-pass.ts'
import type { ImportOptions } from './import-plan.ts'
import { ImportRefused } from './import-report.ts'
import type { ImportReport } from './import-report.ts'
import { prepareImport } from './prepare-import.ts'
import { compareEntries, operationOf } from './import-target.ts'
import type { TransferEngine } from './transfer-engine.ts'
import type { TransferHooks } from './transfer-format.ts'

/**
 * Imports a file: all of it or nothing, seen by readers at once and as a whole. Rows that are there already make no
 * version. Throws ImportRefused when a row is bad, E_CANCELLED, E_FILE, E_IMPORT_*, and what the store throws. // T-15
 */
export async function importFile(engine: TransferEngine, options: ImportOptions, hooks: TransferHooks = {}): Promise<ImportReport> {
  const { work, firstPass, passes } = await prepareImport(engine, options, hooks)
  const rules = { onDuplicate: options.onDuplicate ?? 'refuse', checkValue: valueCheck(engine) }
  const check = await checkImport(work, rules, { phase: 'checking', pass: firstPass, passes })
  const facts = {
    format: work.reading.format,
    dryRun: options.dryRun === true,
    rows: check.rows,
    replaced: check.replaced,
    bad: check.bad.count,
    problems: check.bad.problems,
  }
  const place = (phase: PassPlace['phase']): PassPlace => ({ phase, pass: firstPass + 1, passes })
  if (options.dryRun === true) return { ...facts, ...(await compare(engine, work, check, place('comparing'))) }
  if (check.bad.count > 0) throw new ImportRefused({ ...facts, created: 0, changed: 0, unchanged: 0 })
  return { ...facts, ...(await write(engine, batchOptions(options), work, check, place('writing'))) }
}

async function compare(engine: TransferEngine, work: ImportWork, check: ImportCheck, place: PassPlace): Promise<BulkCounts> {
  const total = { created: 0, changed: 0, unchanged: 0 }
  if (!check.complete) return total
  for await (const slice of importPass(work, place)) {
    const { created, changed, unchanged } = compareEntries(engine.storage, effective(slice, check))
    total.created += created
    total.changed += changed
    total.unchanged += unchanged
  }
  return total
}

async function write(
  engine: TransferEngine,
  options: BatchOptions,
  work: ImportWork,
  check: ImportCheck,
  place: PassPlace,
): Promise<BulkReport> {
  const bulk = engine.stateManager.beginBulk(options)
  try {
    for await (const slice of importPass(work, place)) {
      const entries = effective(slice, check)
      if (entries.length > 0) bulk.write(entries.map(operationOf))
    }
    return bulk.commit()
  } finally {
    // After a commit there is nothing left to abandon.
    bulk.abandon()
  }
}

function batchOptions({ actor, reason, cause }: ImportOptions): BatchOptions {
  return {
    kind: 'import',
    ...(actor === undefined ? {} : { actor }),
    ...(reason === undefined ? {} : { reason }),
    ...(cause === undefined ? {} : { cause }),
  }
}

/** The good rows that no later row replaces. */
function effective(slice: readonly (ImportEntry | BadRow)[], { keys }: ImportCheck): readonly ImportEntry[] {
  return slice.filter((row): row is ImportEntry => 'key' in row && (keys === undefined || keys.rowOf(row.key) === row.row))
}

function valueCheck(engine: TransferEngine): (key: string, value: JsonValue) => void {
  return (key, value) => {
    const [first] = engine.stateManager.check(key, value)
    if (first !== undefined)
      throw new SrvraError('E_VALIDATION', `The value does not satisfy the schema of '${key}': ${first.path} ${first.message}.`, {
        key,
        path: first.path,
      })
  }
}
