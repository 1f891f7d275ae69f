import { defineStore } from 'pinia'
import { ref, shallowRef } from 'vue'

import { emptyForm, formOf, idFor, problemsByField, type RuleForm, ruleOf } from '../alerts/rule-form.ts'
import { call } from '../client.ts'
import { useAlertRules } from './alert-rules.ts'

/** A rule of the draft as it is being typed. // V-217 */
export const useAlertRuleForm = defineStore('alert-rule-form', () => {
  const rules = useAlertRules()
  /** Which rule of the draft the form is of; their count: a new one. Undefined: no form is open. */
  const editing = ref<number>()
  const form = ref<RuleForm>({ ...emptyForm })
  const problems = shallowRef<ReturnType<typeof problemsByField>>({})
  const busy = ref(false)

  function open(index: number, start: RuleForm): void {
    form.value = start
    problems.value = {}
    editing.value = index
  }

  const create = (): void => open(rules.draft.length, { ...emptyForm })

  function edit(): void {
    if (rules.chosen) open(rules.place, formOf(rules.chosen))
  }

  function duplicate(): void {
    const rule = rules.chosen
    if (rule) open(rules.draft.length, { ...formOf(rule), id: '', title: `${rule.title} (copy)` })
  }

  /** Takes the form over into the draft, if the engine finds nothing wrong with it. */
  async function take(): Promise<void> {
    const index = editing.value
    if (index === undefined || busy.value) return
    const others = rules.draft.filter((_, at) => at !== index).map(({ id }) => id)
    const id = form.value.id.trim() === '' ? idFor(form.value.title, others) : form.value.id
    const rule = ruleOf({ ...form.value, id })
    busy.value = true
    const answer = await call('alerts.check-rules', { rules: rules.draftWith(index, rule) })
    busy.value = false
    problems.value = answer.ok ? problemsByField(answer.value, index) : { title: answer.error.message }
    if (Object.keys(problems.value).length > 0) return
    rules.put(index, rule)
    rules.place = index
    editing.value = undefined
  }

  return { editing, form, problems, busy, create, edit, duplicate, take }
})
