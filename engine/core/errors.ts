/** What an error carries beside its sentence: the JSON path or field at fault, the limit and the actual value, ids. */
export type ErrorDetails = Readonly<Record<string, string | number | boolean | null>>

/**
 * Every error that the engine raises on purpose. `code` is stable (`E_...`) and safe to branch on; `message` is a
 * whole sentence that says what is wrong and what to do; `details` names the path, field or limit at fault.
 */
export class SrvraError extends Error {
  readonly code: string
  readonly details: ErrorDetails

  constructor(code: string, message: string, details: ErrorDetails = {}, options?: { cause?: unknown }) {
    super(message, options)
    this.name = 'SrvraError'
    this.code = code
    this.details = details
  }
}
