import { computed, type Ref, ref, watch } from 'vue'

import type { Failure } from '../../../shared/contract.ts'
import { chooseComparison, type ComparedWith, type Comparison } from '../../comparison/choose-comparison.ts'
import type { RowSelection } from '../../composables/row-selection.ts'
import { type ComparisonState, useHistory } from '../../stores/history.ts'
import { useTasks } from '../../stores/tasks.ts'

interface Parts {
  readonly active: Ref<number>
  readonly selection: Ref<RowSelection>
}

export interface VersionComparison {
  readonly compareWith: Readonly<Ref<ComparedWith>>
  readonly state: Readonly<Ref<ComparisonState>>
  /** Versions marked for a comparison of their own. */
  readonly marked: Readonly<Ref<readonly number[]>>
  /** The version that the key would be rolled back to, while that is looked at. */
  readonly rollingBackTo: Readonly<Ref<number | undefined>>
  readonly running: Readonly<Ref<boolean>>
  readonly failure: Readonly<Ref<Failure | undefined>>
  choose(compareWith: ComparedWith): void
  /** Looks at what rolling back would change; undefined looks away again. */
  lookAtRollback(version: number | undefined): void
  rollBack(reason: string): Promise<void>
}

/** Which two versions are compared, and the rolling back of a key, which is a comparison with a button. */
export function useVersionComparison({ active, selection }: Parts): VersionComparison {
  const history = useHistory()
  const tasks = useTasks()
  const compareWith = ref<ComparedWith>('previous')
  const rollingBackTo = ref<number>()
  const running = ref(false)
  const failure = ref<Failure>()

  const versions = computed(() => (history.key === '' ? [] : history.entries.map(({ version }) => version)))
  const marked = computed(() =>
    selection.value.spans.flatMap(([from, to]) => versions.value.slice(from, Math.min(to, from + 3))).slice(0, 3),
  )
  const wanted = computed<Comparison | undefined>(() => {
    const current = history.current?.version
    if (rollingBackTo.value !== undefined && current !== undefined) return { from: current, to: rollingBackTo.value }
    return chooseComparison(versions.value, active.value, marked.value, compareWith.value)
  })

  watch(
    () => (wanted.value ? `${history.key} ${wanted.value.from} ${wanted.value.to}` : ''),
    () => wanted.value && void history.compare(wanted.value),
  )
  watch([active, () => history.key], () => {
    rollingBackTo.value = undefined
    failure.value = undefined
  })

  async function rollBack(reason: string): Promise<void> {
    const version = rollingBackTo.value
    if (version === undefined || running.value) return
    running.value = true
    const answer = await history.rollBackKey(version, reason)
    failure.value = answer.ok ? undefined : answer.error
    if (answer.ok) {
      const task = await tasks.ending(answer.value.taskId)
      if (task.state === 'done') await showOutcome()
    }
    running.value = false
  }

  async function showOutcome(): Promise<void> {
    rollingBackTo.value = undefined
    await history.reload()
    active.value = 0
  }

  function choose(other: ComparedWith): void {
    compareWith.value = other
  }

  function lookAtRollback(version: number | undefined): void {
    rollingBackTo.value = version
  }

  return {
    compareWith,
    state: computed(() => history.comparison),
    marked,
    rollingBackTo,
    running,
    failure,
    choose,
    lookAtRollback,
    rollBack,
  }
}
