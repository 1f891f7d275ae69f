/** Says loudly what this machine does not let a test try: a skipped test passes in silence. */
export function sayUntested(what: string, why: string): void {
  process.stderr.write(`\nNOT TESTED HERE: ${what}, because ${why}.\n\n`)
}
