import type { ConflictDrafts } from '../console-store/conflict-drafts.ts'
import type { LocalHandlers } from './local-commands.ts'

type Handlers = Pick<LocalHandlers, 'conflict-drafts.list' | 'conflict-drafts.save' | 'conflict-drafts.drop'>

export function conflictDraftCommands(drafts: ConflictDrafts, now: () => number, owner: () => string): Handlers {
  return {
    'conflict-drafts.list': () => drafts.list(owner()),
    'conflict-drafts.save': (given) => {
      const draft = { ...given, savedAt: now() }
      drafts.save(owner(), draft)
      return draft
    },
    'conflict-drafts.drop': ({ id }) => {
      drafts.drop(owner(), id)
      return null
    },
  }
}
