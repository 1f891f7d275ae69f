import { SchemaFile } from './adapters/schema-file.ts'
import type { JsonObject } from './core/json/index.ts'
import type { SrvraStateManager } from './state/srvra-state-manager.ts'

type Schemas = Readonly<Record<string, JsonObject>>

/** The schemas that an engine enforces: those of its options, and those that lie beside its store for every program. */
export class KeptSchemas {
  readonly #state: SrvraStateManager
  readonly #file: SchemaFile | undefined
  #kept: Schemas

  /** Without a folder nothing outlives the engine. Throws E_SCHEMA. */
  constructor(state: SrvraStateManager, dir: string | undefined, own: Schemas) {
    this.#state = state
    this.#file = dir === undefined ? undefined : new SchemaFile(dir)
    this.#kept = this.#file?.read() ?? {}
    for (const [pattern, schema] of Object.entries({ ...this.#kept, ...own })) state.registerSchema(pattern, schema)
  }

  /** Throws E_SCHEMA. */
  register(pattern: string, schema: JsonObject): void {
    this.#state.registerSchema(pattern, schema)
    this.#keep({ ...this.#kept, [pattern]: schema })
  }

  /** False when the pattern has no schema. */
  remove(pattern: string): boolean {
    const { [pattern]: _removed, ...others } = this.#kept
    this.#keep(others)
    return this.#state.removeSchema(pattern)
  }

  #keep(schemas: Schemas): void {
    this.#file?.write(schemas)
    this.#kept = schemas
  }
}
