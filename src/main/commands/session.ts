import type { ConsoleSession } from '../session/console-session.ts'
import type { LocalHandlers } from './local-commands.ts'

type SessionHandlers = Pick<LocalHandlers, Extract<keyof LocalHandlers, `session.${string}`>>

/** What belonged to nobody before there were users. */
interface Adoptable {
  adopt(owner: string): void
}

export function sessionCommands(session: ConsoleSession, adoptable: readonly Adoptable[]): SessionHandlers {
  return {
    'session.state': () => session.state(),
    'session.set-up': async (owner) => {
      const state = await session.setUp(owner)
      for (const things of adoptable) things.adopt(session.owner)
      return state
    },
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
