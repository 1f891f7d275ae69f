import { SrvraError } from '../../core/errors.ts'

export function offline(replica: string): SrvraError {
  return new SrvraError('E_CLIENT_OFFLINE', `The replica ${replica} is not connected now.`, { replica })
}
