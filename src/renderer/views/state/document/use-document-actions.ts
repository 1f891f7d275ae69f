import { computed, type Ref } from 'vue'
import { useRouter } from 'vue-router'
import { Download, Trash2 } from '@lucide/vue'

import type { DocumentView } from '../../../../shared/contract.ts'
import type { MenuItem } from '../../../components/ui/index.ts'
import { useCommands } from '../../../composables/use-commands.ts'
import { useDocumentWrites } from '../../../stores/document-writes.ts'
import { useEditing } from '../../../stores/editing.ts'
import { useTimeTravel } from '../../../stores/time-travel.ts'
import { useTransfer } from '../../../stores/transfer.ts'

export interface DocumentActions {
  edit(): void
  showHistory(): void
  readonly items: Readonly<Ref<readonly MenuItem[]>>
}

/** What can be done with the document that is open, by button, menu and key. */
export function useDocumentActions(document: () => DocumentView): DocumentActions {
  const editing = useEditing()
  const writes = useDocumentWrites()
  const travel = useTimeTravel()
  const transfer = useTransfer()
  const router = useRouter()

  function edit(): void {
    if (!travel.travelling) editing.begin(document())
  }

  function showHistory(): void {
    void router.push({ name: 'history', query: { key: document().key } })
  }

  function remove(): void {
    const { key, version, deleted } = document()
    if (!deleted && !travel.travelling) void writes.remove(key, version)
  }

  function save(): void {
    const { key } = document()
    transfer.openExport({ filter: '', at: travel.at, selection: { of: { keys: [key] }, count: 1 } })
  }

  useCommands({ 'document.edit': edit })

  const items = computed<readonly MenuItem[]>(() => [
    { id: 'save', label: 'Save to a file…', icon: Download, disabled: document().deleted, run: save },
    {
      id: 'delete',
      label: 'Delete',
      icon: Trash2,
      command: 'state.delete',
      danger: true,
      disabled: document().deleted || travel.travelling,
      run: remove,
    },
  ])
  return { edit, showHistory, items }
}
