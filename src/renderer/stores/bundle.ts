import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'

import type { BundleChoice, BundlePart, BundlePreview, Failure } from '../../shared/contract.ts'
import { call } from '../client.ts'

/** A diagnostics bundle that is looked at: which parts leave is decided here, before anything does. // V-238 */
export const useBundle = defineStore('bundle', () => {
  const open = ref(false)
  const preview = shallowRef<BundlePreview>()
  const failure = shallowRef<Failure>()
  const leftOut = shallowRef<ReadonlySet<string>>(new Set())
  const part = ref<string>()
  /** What is done with the choice. */
  let take: (choice: BundleChoice) => unknown = () => undefined

  const chosen = computed(() => preview.value?.parts.filter(({ name }) => !leftOut.value.has(name)) ?? [])
  const shown = computed<BundlePart | undefined>(() => preview.value?.parts.find(({ name }) => name === part.value))

  /** Opens the dialog; `then` is called with what somebody chose. */
  async function ask(then: (choice: BundleChoice) => unknown): Promise<void> {
    take = then
    open.value = true
    await make()
  }

  async function make(): Promise<void> {
    preview.value = undefined
    failure.value = undefined
    leftOut.value = new Set()
    const answer = await call('support.preview-bundle', {})
    if (answer.ok) preview.value = answer.value
    else failure.value = answer.error
    part.value = preview.value?.parts[0]?.name
  }

  function choose(name: string, wanted: boolean): void {
    const next = new Set(leftOut.value)
    if (wanted) next.delete(name)
    else next.add(name)
    leftOut.value = next
  }

  async function finish(): Promise<void> {
    if (!preview.value || chosen.value.length === 0) return
    const parts = chosen.value.map(({ name, hash }) => ({ name, hash }))
    open.value = false
    await take({ preview: preview.value.id, parts })
  }

  return { open, preview, failure, leftOut, part, chosen, shown, ask, make, choose, finish }
})
