import { FileText, History, Trash2 } from '@lucide/vue'
import { computed, type Ref } from 'vue'
import { useRouter } from 'vue-router'

import type { ResultRow } from '../../../shared/contract.ts'
import type { MenuGroup } from '../../components/ui/index.ts'
import { useClipboard } from '../../stores/clipboard.ts'
import { useDocumentWrites } from '../../stores/document-writes.ts'
import { useTimeTravel } from '../../stores/time-travel.ts'

interface Parts {
  row(): ResultRow | undefined
  open(key: string, row: ResultRow): unknown
}

/** The menu of a row in the list: it acts on the row that it was opened on, which is the active one. */
export function useRowMenu({ row, open }: Parts): Ref<readonly MenuGroup[]> {
  const writes = useDocumentWrites()
  const clipboard = useClipboard()
  const travel = useTimeTravel()
  const router = useRouter()

  const withRow = (act: (here: ResultRow) => unknown) => (): unknown => {
    const here = row()
    return here && act(here)
  }

  return computed<readonly MenuGroup[]>(() => [
    {
      items: [
        { id: 'open', label: 'Open', icon: FileText, run: withRow((here) => open(here.key, here)) },
        {
          id: 'history',
          label: 'History',
          icon: History,
          command: 'document.history',
          run: withRow(({ key }) => router.push({ name: 'history', query: { key } })),
        },
        { id: 'copy', label: 'Copy the key', command: 'copy.key', run: withRow(({ key }) => clipboard.copy(key, 'the key')) },
      ],
    },
    {
      items: [
        {
          id: 'delete',
          label: 'Delete',
          icon: Trash2,
          command: 'state.delete',
          danger: true,
          disabled: travel.travelling,
          run: withRow(({ key, version, deleted }) => (deleted ? undefined : writes.remove(key, version))),
        },
      ],
    },
  ])
}
