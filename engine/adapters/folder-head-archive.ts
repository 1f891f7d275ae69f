import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readdirSync, readFileSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import type { HeadArchive } from '../ports/head-archive.ts'

const MONTH = /^(\d{4}-\d{2})\.heads$/

/** Signed heads in a folder, in one file for each month (UTC), which is only ever added to. */
export class FolderHeadArchive implements HeadArchive {
  readonly #dir: string

  constructor(dir: string) {
    this.#dir = dir
  }

  get name(): string {
    return this.#dir
  }

  add(line: string, at: number): void {
    mkdirSync(this.#dir, { recursive: true, mode: 0o700 })
    const file = openSync(join(this.#dir, `${monthOf(at)}.heads`), 'a', 0o600)
    try {
      writeSync(file, `${line}\n`)
      fsyncSync(file)
    } finally {
      closeSync(file)
    }
  }

  *lines(): Generator<string> {
    for (const month of this.#months()) {
      const text = readFileSync(join(this.#dir, `${month}.heads`), 'utf8')
      yield* text.split('\n').filter((line) => line !== '')
    }
  }

  /** A month goes when all of it is too old. */
  forget(before: number): void {
    const first = monthOf(before)
    for (const month of this.#months()) if (month < first) rmSync(join(this.#dir, `${month}.heads`))
  }

  #months(): readonly string[] {
    if (!existsSync(this.#dir)) return []
    return readdirSync(this.#dir)
      .flatMap((name) => MONTH.exec(name)?.[1] ?? [])
      .toSorted()
  }
}

function monthOf(at: number): string {
  return new Date(at).toISOString().slice(0, 7)
}
