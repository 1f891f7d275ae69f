import { SrvraError } from '../../core/errors.ts'
import type { TokenDesk } from '../../security/access/token-desk.ts'
import type { AdminHandlers } from '../admin-service.ts'
import type { AccessCommands } from '../commands.ts'

/** Without a desk nobody is let in here by tokens that are issued: everything throws E_NO_HUB. */
export function accessCommands(desk: TokenDesk | undefined): Pick<AdminHandlers, keyof AccessCommands> {
  const tokens = (): TokenDesk => desk ?? refuse()
  return {
    'access.tokens': () => tokens().list(),
    'access.issue': (request, { actor }) => tokens().issue(request, actor),
    'access.revoke': ({ id }, { actor }) => tokens().revoke(id, actor),
    'access.forget': ({ id }) => {
      tokens().forget(id)
      return null
    },
  }
}

function refuse(): never {
  throw new SrvraError('E_NO_HUB', 'This engine is no hub: no client can connect to it.')
}
