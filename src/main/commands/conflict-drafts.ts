import type { ConflictDrafts } from '../console-store/conflict-drafts.ts'
import type { LocalHandlers } from './local-commands.ts'

type Handlers = Pick<LocalHandlers, 'conflict-drafts.list' | 'conflict-drafts.save' | 'conflict-drafts.drop'>

export function conflictDraftCommands(drafts: ConflictDrafts, now: () => number): Handlers {
  return {
    'conflict-drafts.list': () => drafts.list(),
    'conflict-drafts.save': (given) => {
      const draft = { ...given, savedAt: now() }
      drafts.save(draft)
      return draft
    },
    'conflict-drafts.drop': ({ id }) => {
      drafts.drop(id)
      return null
    },
  }
}
