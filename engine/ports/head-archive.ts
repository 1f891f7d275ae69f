/**
 * Where signed heads of the audit trail are kept: apart from the store, so that whoever alters the store does not alter
 * them with it. What is there is never changed, only let go of when it is too old.
 */
export interface HeadArchive {
  /** Says where it is, in messages. */
  readonly name: string
  /** Adds a line; it is on the disk when this returns. `at` is when it was signed, milliseconds since 1970. */
  add(line: string, at: number): void
  /** All lines, oldest first. */
  lines(): Iterable<string>
  /** Lets lines go that were signed before an instant; some of them may stay for a while. */
  forget(before: number): void
}
