import type { Ref } from 'vue'
import { useRouter } from 'vue-router'

import type { ResultRow } from '../../../shared/contract.ts'
import { useCommands } from '../../composables/use-commands.ts'
import { useDocumentWrites } from '../../stores/document-writes.ts'
import { useResults } from '../../stores/results.ts'
import { useTimeTravel } from '../../stores/time-travel.ts'
import type { Bulk } from './use-bulk.ts'

interface Parts {
  readonly list: Readonly<Ref<{ row(index: number): ResultRow | null | undefined; focus(): void } | null>>
  readonly active: Ref<number>
  readonly bulk: Bulk
  newDocument(): void
  toggleTree(): void
  rollBack(): void
}

/** The keys of the State view. Those that act on a row act on the one under the cursor, or on all that are selected. */
export function useStateCommands({ list, active, bulk, newDocument, toggleTree, rollBack }: Parts): void {
  const results = useResults()
  const travel = useTimeTravel()
  const writes = useDocumentWrites()
  const router = useRouter()

  const row = (): ResultRow | undefined => list.value?.row(active.value) ?? undefined

  function remove(): unknown {
    if (bulk.count.value > 0) return bulk.remove()
    const here = row()
    return here && !here.deleted && !travel.travelling ? writes.remove(here.key, here.version) : undefined
  }

  function showHistory(): void {
    const here = row()
    const key = here?.key ?? router.currentRoute.value.query['key']
    if (key !== undefined && key !== null) void router.push({ name: 'history', query: { key } })
  }

  async function refresh(): Promise<void> {
    await results.refresh()
    list.value?.focus()
  }

  useCommands({
    'state.refresh': refresh,
    'state.new': newDocument,
    'state.select-all': () => bulk.selectAll(),
    'state.tag': () => (bulk.tagging.value = bulk.count.value > 0 && !travel.travelling),
    'state.delete': remove,
    'state.export': () => bulk.exportThem(),
    'state.roll-back': rollBack,
    'state.tree': toggleTree,
    'document.history': showHistory,
    'time.open': () => travel.start(),
    'time.back': () => travel.step('back', results.set?.seq ?? 0),
    'time.forth': () => travel.step('forth', results.set?.seq ?? 0),
    'time.now': () => travel.toNow(),
  })
}
