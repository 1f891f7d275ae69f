import { DEFAULT_JSON_LIMITS } from '../core/json/index.ts'
import { learnCsv } from './csv-rows.ts'
import type { CsvReading } from './csv-rows.ts'
import { envelopeLimits } from './envelope.ts'
import type { ImportWork } from './import-pass.ts'
import type { ImportOptions } from './import-plan.ts'
import { isFaultOfForm } from './import-report.ts'
import { detectFormat, openImportSource } from './import-source.ts'
import type { ImportSource } from './import-source.ts'
import { parseKeyTemplate } from './key-template.ts'
import { maxRowBytes } from './read-rows.ts'
import { refuseCancelled } from './slices.ts'
import type { TransferEngine } from './transfer-engine.ts'
import type { TransferHooks } from './transfer-format.ts'

/** How an import will go: what its rows mean, and which of its passes over the file comes next. */
export interface PreparedImport {
  readonly work: ImportWork
  readonly firstPass: number
  readonly passes: number
}

/** Opens the file and settles what its rows mean; a CSV file is read once for the types of its columns. */
export async function prepareImport(engine: TransferEngine, options: ImportOptions, hooks: TransferHooks): Promise<PreparedImport> {
  const template = options.keyTemplate === undefined ? undefined : parseKeyTemplate(options.keyTemplate)
  const source = await openImportSource(options.file)
  const format = options.format ?? (await detectFormat(source))
  const documentLimits = engine.limits ?? DEFAULT_JSON_LIMITS
  const envelope = template === undefined
  const limits = envelope ? envelopeLimits(documentLimits) : documentLimits
  const learns = format === 'csv' && options.csvText !== true
  const passes = learns ? 3 : 2
  const csv = learns ? await learn(source, envelope, maxRowBytes(limits), { hooks, passes }) : { types: [], envelope }
  return {
    work: {
      source,
      reading: { format, limits, csv },
      mapping: { ...(template === undefined ? {} : { template }), limits: documentLimits, hash: engine.hash },
      hooks,
    },
    firstPass: learns ? 1 : 0,
    passes,
  }
}

/** A fault of form is left to the check, which reports it with all others. */
async function learn(
  source: ImportSource,
  envelope: boolean,
  maxBytes: number,
  { hooks, passes }: { hooks: TransferHooks; passes: number },
): Promise<CsvReading> {
  const chunks = source.chunks((bytes) => {
    refuseCancelled(hooks.signal)
    hooks.onProgress?.({ phase: 'learning', done: bytes, total: passes * source.sizeBytes, rows: 0 })
  })
  try {
    return await learnCsv(chunks, envelope, maxBytes)
  } catch (error) {
    if (!isFaultOfForm(error)) throw error
    return { types: [], envelope }
  }
}
