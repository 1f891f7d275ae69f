import { Ajv } from 'ajv'
import type { Options, ValidateFunction } from 'ajv'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { SrvraError } from '../core/errors.ts'
import type { JsonObject } from '../core/json/index.ts'

const DRAFT_07 = 'http://json-schema.org/draft-07/schema'
const DRAFT_2020 = 'https://json-schema.org/draft/2020-12/schema'

const OPTIONS: Options = {
  allErrors: true,
  // A misspelt keyword would check nothing and nobody would know; `format` only describes, as 2020-12 has it.
  strictSchema: true,
  strictTypes: false,
  strictTuples: false,
  strictRequired: false,
  validateFormats: false,
  addUsedSchema: false,
  logger: false,
}

// A validator's meta-schema takes milliseconds to compile: one of each draft serves all schemas, made when first needed.
let draft07: Ajv | undefined
let draft2020: Ajv2020 | undefined

/** Compiles a JSON Schema of draft 2020-12 (the default) or draft-07. Throws E_SCHEMA, also for remote references. */
export function compileSchema(pattern: string, schema: JsonObject): ValidateFunction {
  const ajv = validatorOf(pattern, schema)
  refuseAsync(pattern, schema)
  try {
    return ajv.compile(schema)
  } catch (cause) {
    const remote = cause instanceof Error && 'missingRef' in cause
    const why = remote
      ? `it refers to ${String(cause.missingRef)}, and schemas are never fetched: put what it refers to under $defs`
      : String(cause instanceof Error ? cause.message : cause)
    throw new SrvraError('E_SCHEMA', `The schema of '${pattern}' cannot be used: ${why}.`, { pattern }, { cause })
  }
}

function validatorOf(pattern: string, schema: JsonObject): Ajv | Ajv2020 {
  const { $schema = DRAFT_2020 } = schema
  const dialect = (typeof $schema === 'string' ? $schema : JSON.stringify($schema)).replace(/#$/, '')
  if (dialect === DRAFT_2020) return (draft2020 ??= new Ajv2020(OPTIONS))
  if (dialect === DRAFT_07) return (draft07 ??= new Ajv(OPTIONS))
  throw new SrvraError('E_SCHEMA', `The schema of '${pattern}' is written in ${dialect}; use JSON Schema 2020-12 or draft-07.`, {
    pattern,
    dialect,
  })
}

/** `$async` makes a validator return a promise, which a write cannot wait for. */
function refuseAsync(pattern: string, value: unknown): void {
  if (typeof value !== 'object' || value === null) return
  if (Object.hasOwn(value, '$async'))
    throw new SrvraError(
      'E_SCHEMA',
      `The schema of '${pattern}' is asynchronous ($async); validation happens within the write, so it must not be.`,
      { pattern },
    )
  for (const member of Object.values(value)) refuseAsync(pattern, member)
}
