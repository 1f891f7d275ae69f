/** What makes a spreadsheet run a cell: OWASP's list, with the full-width forms. */
export const FORMULA_START = /^[=+\-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20]/

const MARKED = new RegExp(`^'+${FORMULA_START.source.slice(1)}`)

/** Puts an apostrophe before a text that a spreadsheet would run, and before one that already looks so marked. // T-13 */
export function neutralizeFormula(text: string): string {
  return FORMULA_START.test(text) || MARKED.test(text) ? `'${text}` : text
}

/** Takes the apostrophe of `neutralizeFormula` away again. */
export function restoreFormula(text: string): string {
  return MARKED.test(text) ? text.slice(1) : text
}
