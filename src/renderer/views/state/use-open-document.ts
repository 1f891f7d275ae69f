import { useDebounceFn } from '@vueuse/core'
import { nextTick, onScopeDispose, type Ref, watch } from 'vue'

import type { ResultRow } from '../../../shared/contract.ts'
import { useQuery } from '../../composables/use-query.ts'
import { useDocuments } from '../../stores/documents.ts'
import { useEditing } from '../../stores/editing.ts'
import { useInspector } from '../../stores/inspector.ts'
import { useLayers } from '../../stores/layers.ts'
import { useTimeTravel } from '../../stores/time-travel.ts'

interface ListOfDocuments {
  row(index: number): ResultRow | null | undefined
  focus(): void
}

interface Parts {
  readonly list: Readonly<Ref<ListOfDocuments | null>>
  readonly inspector: Readonly<Ref<{ focus(): void } | null>>
  readonly active: Ref<number>
}

export interface OpenDocuments {
  /** Shows a document and goes into it; Escape comes back to the list. */
  open(key: string, row?: ResultRow): Promise<void>
  peek(row: ResultRow): Promise<void>
  /** Goes into the editor of the document that is open. */
  edit(): void
}

const followAfterMs = 40

/** Which document the inspector shows: what was opened, what the cursor in the list is on, what a link names. */
export function useOpenDocument({ list, inspector, active }: Parts): OpenDocuments {
  const documents = useDocuments()
  const panel = useInspector()
  const layers = useLayers()
  const travel = useTimeTravel()
  const editing = useEditing()
  const key = useQuery('key')
  let leave = (): void => {}

  async function show(wanted: string, row?: ResultRow): Promise<void> {
    key.value = wanted
    await documents.show({ key: wanted, at: travel.at, sizeBytes: row?.sizeBytes })
  }

  async function open(wanted: string, row?: ResultRow): Promise<void> {
    if (!panel.open) await panel.setOpen(true)
    await show(wanted, row)
    await nextTick()
    inspector.value?.focus()
    leave()
    leave = layers.push(() => list.value?.focus())
  }

  async function peek(row: ResultRow): Promise<void> {
    if (!panel.open) await panel.setOpen(true)
    await show(row.key, row)
  }

  const follow = useDebounceFn((index: number) => {
    const row = list.value?.row(index)
    if (!row || !panel.open || index !== active.value) return
    void show(row.key, row)
    prefetchBeside(index)
  }, followAfterMs)

  function prefetchBeside(index: number): void {
    const rows = [1, 2, -1].flatMap((step) => list.value?.row(index + step) ?? [])
    documents.prefetch(rows.map((row) => ({ key: row.key, at: travel.at, sizeBytes: row.sizeBytes })))
  }

  watch(active, (index) => void follow(index))
  watch(
    () => travel.at,
    () => documents.address && void documents.show({ key: documents.address.key, at: travel.at }),
  )
  // A link and the palette name a key; going back to a view without one closes what is open.
  watch(
    key,
    (wanted) => {
      if (wanted === '') documents.close()
      else if (wanted !== documents.address?.key) void open(wanted)
    },
    { immediate: true },
  )
  onScopeDispose(() => leave())

  function edit(): void {
    if (documents.current && travel.at === undefined) editing.begin(documents.current)
  }

  return { open, peek, edit }
}
