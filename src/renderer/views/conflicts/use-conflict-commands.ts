import { useRouter } from 'vue-router'

import { useCommands } from '../../composables/use-commands.ts'
import { useClipboard } from '../../stores/clipboard.ts'
import { useConflictBulk } from '../../stores/conflict-bulk.ts'
import { useConflictChoosing } from '../../stores/conflict-choosing.ts'
import { useConflictPreview } from '../../stores/conflict-preview.ts'
import { useConflictQueue } from '../../stores/conflict-queue.ts'
import { useConflictSelection } from '../../stores/conflict-selection.ts'
import { useConflictSettling } from '../../stores/conflict-settling.ts'
import { useConflictSheet } from '../../stores/conflict-sheet.ts'
import { useConflictTurns } from '../../stores/conflict-turns.ts'
import { useToasts } from '../../stores/toasts.ts'
import { newTicketRoute } from '../../support/ticket-links.ts'

const hourMs = 3_600_000

/** What keys and palette do in the view of conflicts. */
export function useConflictCommands({ toggleMerged }: { readonly toggleMerged: () => void }): void {
  const sheet = useConflictSheet()
  const choosing = useConflictChoosing()
  const settling = useConflictSettling()
  const turns = useConflictTurns()
  const queue = useConflictQueue()
  const preview = useConflictPreview()
  const selection = useConflictSelection()
  const bulk = useConflictBulk()
  const toasts = useToasts()
  const clipboard = useClipboard()
  const router = useRouter()

  useCommands({
    'conflicts.base': () => choosing.decide('base'),
    'conflicts.local': () => choosing.decide('local'),
    'conflicts.remote': () => choosing.decide('remote'),
    'conflicts.both': () => choosing.decide('both'),
    'conflicts.edit': () => (choosing.editing = sheet.waits ? sheet.row?.path : undefined),
    'conflicts.all-local': () => choosing.decideAll('local'),
    'conflicts.all-remote': () => choosing.decideAll('remote'),
    'conflicts.accept': () => choosing.accept(),
    'conflicts.undecide': () => sheet.row && choosing.undecide(sheet.row.path),
    'conflicts.preview': () => (preview.open = !preview.open),
    'conflicts.merged': toggleMerged,
    'conflicts.apply': () => choosing.finishEdit() || settling.apply(),
    'conflicts.skip': () => turns.skip(),
    'conflicts.snooze': () => turns.snooze(hourMs),
    'conflicts.dismiss': () => settling.dismiss(),
    'conflicts.bulk': () => selection.count > 0 && bulk.ask(),
    'conflicts.sort-in': () => queue.sortIn(),
    'conflicts.copy': () => sheet.view && clipboard.copy(sheet.view.id, 'the conflict’s id'),
    'conflicts.ticket': () => sheet.view && router.push(newTicketRoute({ kind: 'conflict', id: sheet.view.id })),
    'edit.undo': () => turns.reopenLast() || toasts.undoLast(),
  })
}
