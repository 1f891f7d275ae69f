import type { Ref } from 'vue'
import { useRouter } from 'vue-router'

import type { HistoryEntry } from '../../../shared/contract.ts'
import { useCommands } from '../../composables/use-commands.ts'
import { useHistory } from '../../stores/history.ts'
import type { VersionComparison } from './use-version-comparison.ts'

interface Parts {
  readonly entry: Readonly<Ref<HistoryEntry | undefined>>
  readonly comparison: VersionComparison
  find(): void
  open(entry: HistoryEntry): void
  rollBackPrefix(): void
}

export function useHistoryCommands({ entry, comparison, find, open, rollBackPrefix }: Parts): void {
  const history = useHistory()
  const router = useRouter()

  /** Looks at it first: what would change is shown, and Ctrl+Enter does it. */
  function rollBack(): void {
    const here = entry.value
    if (history.key !== '' && here && here !== history.current && here.readable) comparison.lookAtRollback(here.version)
  }

  function travel(): void {
    if (entry.value) void router.push({ name: 'state', query: { at: String(entry.value.at) } })
  }

  useCommands({
    'history.find': find,
    'history.roll-back': rollBack,
    'history.current': () => comparison.choose(comparison.compareWith.value === 'current' ? 'previous' : 'current'),
    'history.open': () => entry.value && open(entry.value),
    'history.prefix': rollBackPrefix,
    'history.travel': travel,
  })
}
