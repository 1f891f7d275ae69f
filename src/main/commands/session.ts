import type { ConsoleSession } from '../session/console-session.ts'
import type { LocalHandlers } from './local-commands.ts'

type SessionHandlers = Pick<LocalHandlers, Extract<keyof LocalHandlers, `session.${string}`>>

export function sessionCommands(session: ConsoleSession): SessionHandlers {
  return {
    'session.state': () => session.state(),
    'session.set-up': (owner) => session.setUp(owner),
    'session.sign-in': (shown) => session.signIn(shown),
    'session.emergency': (shown) => session.signInByEmergency(shown),
    'session.sign-out': () => session.signOut(),
    'session.change-password': (change) => session.changePassword(change),
    'session.active': () => {
      session.touch()
      return null
    },
  }
}
