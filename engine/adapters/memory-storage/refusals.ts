import { SrvraError } from '../../core/errors.ts'

export function belowHorizon(seq: number, oldest: number): SrvraError {
  const message = `The state at ${seq} has been compacted away; the oldest that can be read is ${oldest}.`
  return new SrvraError('E_COMPACTED', message, { seq, oldest })
}

export function storeClosed(): SrvraError {
  return new SrvraError('E_STORE_CLOSED', 'The store is closed; open it again.')
}

export function storeBusy(): SrvraError {
  return new SrvraError('E_STORE_BUSY', 'A bulk write is under way; try again when it is done.')
}

export function nothingToCopy(): SrvraError {
  return new SrvraError('E_STORE_MEMORY', 'This store is in memory only: there is no file to copy. Give the engine a folder.')
}
