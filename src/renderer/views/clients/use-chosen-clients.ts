import { computed, type Ref } from 'vue'

import type { ClientRow } from '../../../shared/contract.ts'
import { type RowSelection, selectionSize } from '../../composables/row-selection.ts'
import { type ClientAct, useClientActs } from '../../stores/client-acts.ts'
import { useClipboard } from '../../stores/clipboard.ts'
import { readClientRows } from '../../stores/client-rows.ts'
import { useClients } from '../../stores/clients.ts'
import { useDemo } from '../../stores/demo.ts'

export interface ChosenClients {
  readonly count: Readonly<Ref<number>>
  ask(act: ClientAct): Promise<void>
  plug(online: boolean): Promise<void>
  copyId(): void
}

interface Parts {
  readonly selection: Ref<RowSelection>
  readonly active: Ref<number>
}

/** What is done to the selected clients, or else to the one under the cursor. */
export function useChosenClients({ selection, active }: Parts): ChosenClients {
  const clients = useClients()
  const acts = useClientActs()
  const demo = useDemo()
  const clipboard = useClipboard()

  const count = computed(() => selectionSize(selection.value))

  function ids(): readonly string[] {
    if (count.value > 0) return selection.value.spans.flatMap(([from, to]) => clients.order.slice(from, to))
    return clients.order.slice(Math.max(0, active.value), active.value + 1)
  }

  /** Of the chosen ones those that an act is possible on: some come and go between choosing and acting. */
  async function chosen(possible: (row: ClientRow) => boolean): Promise<readonly ClientRow[]> {
    const rows = await readClientRows(ids())
    return rows.filter((row): row is ClientRow => row !== null && possible(row))
  }

  async function ask(act: ClientAct): Promise<void> {
    acts.ask(act, await chosen(({ status }) => (status === 'offline') === (act === 'forget')))
  }

  async function plug(online: boolean): Promise<void> {
    const rows = await chosen((row) => row.demo)
    await demo.setOnline(
      rows.map(({ name }) => name),
      online,
    )
  }

  function copyId(): void {
    const id = clients.order[active.value]
    if (id !== undefined) void clipboard.copy(id, 'the client’s id')
  }

  return { count, ask, plug, copyId }
}
