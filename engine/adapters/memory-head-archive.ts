import type { HeadArchive } from '../ports/head-archive.ts'

/** Signed heads in memory: for stores that are there, too. */
export class MemoryHeadArchive implements HeadArchive {
  readonly name = 'memory'
  #kept: { readonly line: string; readonly at: number }[] = []

  add(line: string, at: number): void {
    this.#kept.push({ line, at })
  }

  lines(): readonly string[] {
    return this.#kept.map(({ line }) => line)
  }

  forget(before: number): void {
    this.#kept = this.#kept.filter(({ at }) => at >= before)
  }
}
