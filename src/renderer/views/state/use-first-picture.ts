import { computed, watch } from 'vue'

import { useConnection } from '../../stores/connection.ts'
import { useDocuments } from '../../stores/documents.ts'
import { useResults } from '../../stores/results.ts'
import { useTasks } from '../../stores/tasks.ts'

/** Tells when the view shows what it is about: rows, the document that a link names, and no work still under way. */
export function useFirstPicture(): void {
  const connection = useConnection()
  const documents = useDocuments()
  const results = useResults()
  const tasks = useTasks()

  const ready = computed(() => {
    const { set } = results
    if (!set?.complete || results.opening || tasks.running.length > 0) return false
    return (results.painted || set.listed === 0) && documents.open.status !== 'loading'
  })
  watch(ready, (done) => done && connection.viewReady(), { immediate: true, flush: 'post' })
}
