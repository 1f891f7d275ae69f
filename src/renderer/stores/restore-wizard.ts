import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'

import type { RestorePoint } from '../../shared/contract.ts'
import { useRestorePoint } from './restore-point.ts'
import { useRestorePreview } from './restore-preview.ts'
import { useRestoreRun } from './restore-run.ts'

export type RestoreStep = 'instant' | 'changes' | 'where' | 'running' | 'end'

/** Going back to an earlier moment: which, what it would do, where to; then it is done, and what came of it is told. */
export const useRestoreWizard = defineStore('restore-wizard', () => {
  const where = useRestorePoint()
  const dryRun = useRestorePreview()
  const run = useRestoreRun()
  const open = ref(false)
  const page = ref<'instant' | 'changes' | 'where'>('instant')
  /** What the dry run on screen is of. */
  const previewed = shallowRef<RestorePoint>()

  const step = computed<RestoreStep>(() => {
    if (run.state === 'running') return 'running'
    return run.state === 'done' ? 'end' : page.value
  })

  /** Opens it, at a point if somebody came with one. A restore that runs is shown instead. */
  async function start(from?: RestorePoint): Promise<void> {
    open.value = true
    if (step.value === 'running') return
    page.value = 'instant'
    previewed.value = undefined
    run.reset()
    dryRun.clear()
    await where.begin(from)
  }

  /** The dry run; a point that was looked at already is not looked at again. */
  async function look(): Promise<void> {
    const { point } = where
    if (!point || where.outside) return
    run.failure = undefined
    page.value = 'changes'
    if (previewed.value === point && dryRun.preview) return
    previewed.value = point
    await dryRun.look(point)
  }

  function back(): void {
    if (page.value === 'changes') void dryRun.cancel()
    page.value = page.value === 'where' ? 'changes' : 'instant'
  }

  function toWhere(): void {
    if (!dryRun.preview) return
    run.typed = ''
    page.value = 'where'
  }

  /** When the store has changed since the dry run, what would happen now is shown before anybody says yes again. // V-275 */
  async function restore(): Promise<void> {
    if (step.value !== 'where') return
    await run.run()
    if (run.failure?.code !== 'E_STALE_PREVIEW' || !previewed.value) return
    page.value = 'changes'
    await dryRun.look(previewed.value)
  }

  /** Closes the window of it; a restore that runs goes on and can be looked at again. */
  function close(): void {
    open.value = false
    if (step.value === 'running') return
    void dryRun.cancel()
    dryRun.clear()
  }

  return { open, step, start, look, back, toWhere, restore, close }
})
