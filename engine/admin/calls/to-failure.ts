import { SrvraError, type ErrorDetails } from '../../core/errors.ts'

/** An error as it crosses a process or network border: class and stack stay behind, code and details come along. */
export interface Failure {
  readonly code: string
  readonly message: string
  readonly details: ErrorDetails
}

/** Turns any thrown thing into a failure. What nobody expected becomes E_INTERNAL: the sentence names nothing private, `report` gets it whole. */
export function toFailure(error: unknown, report: (error: unknown) => void): Failure {
  if (error instanceof SrvraError) return { code: error.code, message: error.message, details: error.details }
  report(error)
  return {
    code: 'E_INTERNAL',
    message: 'Something went wrong inside the engine. The log of the program has the details.',
    details: {},
  }
}
