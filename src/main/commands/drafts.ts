import type { Drafts } from '../console-store/drafts.ts'
import type { LocalHandlers } from './local-commands.ts'

type DraftHandlers = Pick<LocalHandlers, 'drafts.list' | 'drafts.save' | 'drafts.drop'>

export function draftCommands(drafts: Drafts, now: () => number): DraftHandlers {
  return {
    'drafts.list': () => drafts.list(),
    'drafts.save': (given) => {
      const draft = { ...given, savedAt: now() }
      drafts.save(draft)
      return draft
    },
    'drafts.drop': ({ key }) => {
      drafts.drop(key)
      return null
    },
  }
}
