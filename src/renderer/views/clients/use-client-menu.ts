import { ArrowRightFromLine, PanelRight, Plug, Unlink, Unplug } from '@lucide/vue'
import { computed, type Ref } from 'vue'

import type { MenuGroup } from '../../components/ui/index.ts'
import { useDemo } from '../../stores/demo.ts'
import type { ChosenClients } from './use-chosen-clients.ts'

/** The menu of a row: it acts on what is selected, or else on the row that it was opened on, which is the active one. */
export function useClientMenu(chosen: ChosenClients, open: () => unknown): Ref<readonly MenuGroup[]> {
  const demo = useDemo()
  return computed<readonly MenuGroup[]>(() => [
    {
      items: [
        { id: 'open', label: 'Inspect', icon: PanelRight, run: open },
        { id: 'copy', label: 'Copy the id', command: 'clients.copy', run: chosen.copyId },
      ],
    },
    {
      items: [
        ...(demo.active
          ? [
              { id: 'unplug', label: 'Unplug', icon: Unplug, command: 'clients.unplug', run: () => chosen.plug(false) },
              { id: 'plug-in', label: 'Plug in', icon: Plug, command: 'clients.plug-in', run: () => chosen.plug(true) },
            ]
          : []),
        { id: 'drain', label: 'Drain…', icon: ArrowRightFromLine, command: 'clients.drain', run: () => chosen.ask('drain') },
        {
          id: 'disconnect',
          label: 'Disconnect…',
          icon: Unlink,
          command: 'clients.disconnect',
          run: () => chosen.ask('disconnect'),
        },
        { id: 'forget', label: 'Forget…', command: 'clients.forget', run: () => chosen.ask('forget') },
      ],
    },
  ])
}
