/** What nobody foresaw is said where a program's errors go. */
export function reportUnforeseen(error: unknown): void {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`)
}
