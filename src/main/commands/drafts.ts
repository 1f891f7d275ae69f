import type { Drafts } from '../console-store/drafts.ts'
import type { LocalHandlers } from './local-commands.ts'

type DraftHandlers = Pick<LocalHandlers, 'drafts.list' | 'drafts.save' | 'drafts.drop'>

export function draftCommands(drafts: Drafts, now: () => number, owner: () => string): DraftHandlers {
  return {
    'drafts.list': () => drafts.list(owner()),
    'drafts.save': (given) => {
      const draft = { ...given, savedAt: now() }
      drafts.save(owner(), draft)
      return draft
    },
    'drafts.drop': ({ key }) => {
      drafts.drop(owner(), key)
      return null
    },
  }
}
