import type { ErrorObject, ValidateFunction } from 'ajv'
import { SrvraError } from '../core/errors.ts'
import { admitJson, DEFAULT_JSON_LIMITS, formatPath } from '../core/json/index.ts'
import type { JsonObject, JsonValue, PathSegment } from '../core/json/index.ts'
import { compileKeyPattern } from '../core/query/index.ts'
import type { KeyPattern } from '../core/query/index.ts'
import { compileSchema } from './compile-schema.ts'

/** One thing that is wrong with a value. */
export interface ValueProblem {
  /** Where, as in `$.address.city`. */
  readonly path: string
  readonly code: string
  readonly message: string
}

interface Registration {
  readonly pattern: KeyPattern
  readonly schema: JsonObject
  readonly validate: ValidateFunction
}

/** The JSON Schemas that values must satisfy, by key pattern. A value must satisfy all whose pattern matches its key. */
export class Schemas {
  readonly #registrations = new Map<string, Registration>()

  get size(): number {
    return this.#registrations.size
  }

  /** Registers a schema, in place of one that the pattern had. Throws E_SCHEMA when it cannot be used. */
  register(pattern: string, schema: unknown): void {
    const admitted = admitJson(schema, DEFAULT_JSON_LIMITS)
    if (typeof admitted !== 'object' || admitted === null || Array.isArray(admitted)) {
      throw new SrvraError(
        'E_SCHEMA',
        `The schema of '${pattern}' must be an object; to refuse or allow everything, write {"not": {}} or {}.`,
        { pattern },
      )
    }
    const object = admitted as JsonObject
    this.#registrations.set(pattern, {
      pattern: compileKeyPattern(pattern),
      schema: object,
      validate: compileSchema(pattern, object),
    })
  }

  remove(pattern: string): boolean {
    return this.#registrations.delete(pattern)
  }

  /** The schema that applies to a key: all that match, joined by allOf when there are several. */
  schemaFor(key: string): JsonObject | undefined {
    const schemas = this.#matching(key).map((registration) => registration.schema)
    return schemas.length > 1 ? { allOf: schemas } : schemas[0]
  }

  /** Everything that is wrong with a value by the schemas of its key. */
  problems(key: string, value: JsonValue): readonly ValueProblem[] {
    return this.#matching(key).flatMap(({ validate }) =>
      validate(value) ? [] : (validate.errors ?? []).map((error) => describe(error, value)),
    )
  }

  /** Throws E_VALIDATION with the first problem and how many there are. */
  check(key: string, value: JsonValue): void {
    if (this.#registrations.size === 0) return
    const problems = this.problems(key, value)
    const first = problems[0]
    if (!first) return
    const more = problems.length > 1 ? ` (and ${problems.length - 1} more)` : ''
    const message = `The value of '${key}' does not satisfy its schema: ${first.path} ${first.message}${more}.`
    throw new SrvraError('E_VALIDATION', message, { key, path: first.path, keyword: first.code, problems: problems.length })
  }

  #matching(key: string): readonly Registration[] {
    return [...this.#registrations.values()].filter(({ pattern }) => pattern.matches(key))
  }
}

function describe(error: ErrorObject, value: JsonValue): ValueProblem {
  const extra =
    error.keyword === 'additionalProperties' || error.keyword === 'unevaluatedProperties'
      ? `: ${JSON.stringify(Object.values(error.params)[0])}`
      : ''
  return {
    path: formatPath(pathSegments(error.instancePath, value)),
    code: error.keyword,
    message: `${error.message ?? 'is refused'}${extra}`,
  }
}

/** The pointer's steps, as numbers where they enter an array, so that the path reads like all others. */
function pathSegments(pointer: string, root: JsonValue): readonly PathSegment[] {
  let current: JsonValue | undefined = root
  return pointer
    .split('/')
    .slice(1)
    .map((encoded) => {
      const name = encoded.replaceAll('~1', '/').replaceAll('~0', '~')
      const inArray = Array.isArray(current)
      current = typeof current === 'object' && current !== null ? (current as Record<string, JsonValue>)[name] : undefined
      return inArray ? Number(name) : name
    })
}
