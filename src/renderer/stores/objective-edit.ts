import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'

import type { Failure, Objective } from '../../shared/contract.ts'
import { firstObjective, objectiveProblems, toDraft, toForm, type ObjectiveForm } from '../sla/objective-form.ts'
import { objectiveName } from '../sla/objective-words.ts'
import { useSla } from './sla.ts'
import { useToasts } from './toasts.ts'

/** An objective as it is defined or changed. */
export const useObjectiveEdit = defineStore('objective-edit', () => {
  const sla = useSla()
  const toasts = useToasts()
  const form = shallowRef<ObjectiveForm>(firstObjective)
  const open = ref(false)
  const saving = ref(false)
  const failure = shallowRef<Failure>()
  /** Problems are told once somebody wanted to save, and from then on as they are mended. */
  const tried = ref(false)
  /** What changes with the keys, the lane or the time: the objective begins anew. */
  const before = shallowRef<Objective>()

  const problems = computed(() => (tried.value ? objectiveProblems(form.value) : {}))
  const draft = computed(() => toDraft(form.value, sla.reports?.map(({ objective }) => objective.id) ?? []))
  const startsAnew = computed(() => {
    const [was, will] = [before.value, draft.value]
    return was && will ? was.keys !== will.keys || was.priority !== will.priority || was.within !== will.within : false
  })

  function show(objective?: Objective): void {
    before.value = objective
    form.value = objective ? toForm(objective) : firstObjective
    failure.value = undefined
    tried.value = false
    open.value = true
  }

  function change(changes: Partial<ObjectiveForm>): void {
    form.value = { ...form.value, ...changes }
  }

  /** Tells the id of what was saved. */
  async function save(): Promise<string | undefined> {
    tried.value = true
    const wanted = draft.value
    if (saving.value || !wanted) return undefined
    saving.value = true
    const answer = await sla.put(wanted)
    saving.value = false
    failure.value = answer.ok ? undefined : answer.error
    if (!answer.ok) return undefined
    open.value = false
    toasts.show({
      title: before.value ? 'The objective is changed' : 'The objective is defined',
      text: objectiveName(wanted),
      tone: 'ok',
    })
    return wanted.id
  }

  /** The default, without a question. */
  async function defineFirst(): Promise<string | undefined> {
    show()
    open.value = false
    const id = await save()
    if (failure.value) toasts.failed('The objective cannot be defined', failure.value)
    return id
  }

  return { form, open, saving, failure, before, problems, startsAnew, show, change, save, defineFirst }
})
