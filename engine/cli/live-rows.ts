import { clearScreenDown, moveCursor } from 'node:readline'
import type { Output } from './output.ts'
import { table } from './table.ts'

/** Rows that are drawn again and again in the same place, on standard error and only where somebody watches. // C-8 */
export class LiveRows {
  readonly #out: Output
  #drawn = 0

  constructor(out: Output) {
    this.#out = out
  }

  show(rows: readonly (readonly string[])[]): void {
    if (!this.#out.interactive) return
    this.clear()
    const lines = table(rows)
    // A line that is wider than the terminal would take two, and the next drawing would begin too low.
    const width = this.#out.stderr.columns
    for (const line of lines) this.#out.note(line.slice(0, width - 1))
    this.#drawn = lines.length
  }

  clear(): void {
    if (this.#drawn === 0) return
    moveCursor(this.#out.stderr, 0, -this.#drawn)
    clearScreenDown(this.#out.stderr)
    this.#drawn = 0
  }
}
