import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { SrvraError } from '../core/errors.ts'
import { parseJson } from '../core/json/index.ts'
import type { JsonObject } from '../core/json/index.ts'

const FILE_NAME = 'schemas.json'

/** The JSON Schemas kept beside a store, by key pattern, so that every program that opens it holds values against them. */
export class SchemaFile {
  readonly #path: string

  constructor(dir: string) {
    this.#path = join(dir, FILE_NAME)
  }

  /** Throws E_SCHEMA_FILE when the file is there and is no object of schemas. */
  read(): Readonly<Record<string, JsonObject>> {
    const text = this.#text()
    if (text === undefined) return {}
    try {
      const schemas = parseJson(text)
      if (typeof schemas === 'object' && schemas !== null && !Array.isArray(schemas)) return schemas as Record<string, JsonObject>
    } catch (cause) {
      throw this.#broken(cause)
    }
    throw this.#broken(undefined)
  }

  /** Replaces the file as a whole: a crash leaves the old one or the new one. */
  write(schemas: Readonly<Record<string, JsonObject>>): void {
    if (Object.keys(schemas).length === 0) return rmSync(this.#path, { force: true })
    const draft = `${this.#path}.new`
    writeFileSync(draft, `${JSON.stringify(schemas, undefined, 2)}\n`, { flush: true })
    renameSync(draft, this.#path)
  }

  #text(): string | undefined {
    try {
      return readFileSync(this.#path, 'utf8')
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
      throw error
    }
  }

  #broken(cause: unknown): SrvraError {
    const message = `${this.#path} must hold one JSON object of key patterns and their schemas: mend it or take it away.`
    return new SrvraError('E_SCHEMA_FILE', message, { path: this.#path }, { cause })
  }
}
