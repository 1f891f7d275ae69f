import { computed, type Ref } from 'vue'

import type { TaskView } from '../../../shared/contract.ts'
import { useTasks } from '../../stores/tasks.ts'
import { useTransfer } from '../../stores/transfer.ts'

/** The task that the open dialog began. */
export function useTransferTask(): {
  readonly current: Readonly<Ref<TaskView | undefined>>
  readonly running: Readonly<Ref<boolean>>
} {
  const transfer = useTransfer()
  const tasks = useTasks()
  const current = computed(() => tasks.all.find(({ id }) => id === transfer.taskId))
  return { current, running: computed(() => current.value?.state === 'running') }
}
