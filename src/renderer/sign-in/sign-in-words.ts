import type { SessionState } from '../../shared/contract.ts'

const WORDS: Readonly<Record<NonNullable<SessionState['ended']>, string>> = {
  'signed-out': 'You are signed out.',
  idle: 'You were signed out because nobody touched a key or the mouse.',
  'too-long': 'You were signed out because the longest time for being signed in is over.',
  'rights-changed': 'You were signed out because what you may do has changed. Sign in again.',
  replaced: 'Somebody else has signed in here.',
}

/** Why somebody has to sign in again. */
export function endedText(state: SessionState | undefined): string | undefined {
  return state?.ended === undefined ? undefined : WORDS[state.ended]
}
