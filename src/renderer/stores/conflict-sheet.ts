import { defineStore } from 'pinia'
import { computed, type Ref, ref, shallowRef } from 'vue'

import type { ConflictView } from '../../shared/contract.ts'
import { type Choices, noChoices, settledChoices, undecided } from '../conflicts/choices.ts'
import { carryChoices, draftText, readDraft } from '../conflicts/drafted-choices.ts'
import { fieldRows } from '../conflicts/field-rows.ts'
import { useConflictClaims } from './conflict-claims.ts'
import { useConflictDrafts } from './conflict-drafts.ts'
import { useConflictPreview } from './conflict-preview.ts'

/** The document went on while somebody looked: what became of the choices. */
export interface MovedBanner {
  readonly version: number
  readonly made: number
  readonly held: number
}

/** A conflict laid out path by path, with what was chosen for it so far. */
export const useConflictSheet = defineStore('conflict-sheet', () => {
  const drafts = useConflictDrafts()
  const claims = useConflictClaims()
  const preview = useConflictPreview()

  const view = shallowRef<ConflictView>()
  const choices = shallowRef<Choices>(noChoices)
  const cursor = ref(0)
  const moved = shallowRef<MovedBanner>()
  const facts = factsOf(view, choices, cursor)
  const { rows, left } = facts

  /** Lays out a conflict, with the choices of a draft that hold for it. */
  function place(now: ConflictView, draft: string | undefined): void {
    clear()
    view.value = now
    if (now.resolution) choices.value = settledChoices(rows.value, now)
    else carry(draft)
    const [first] = left.value
    cursor.value = first ? rows.value.indexOf(first) : 0
  }

  /** The same conflict, against what the document has become. */
  function replace(now: ConflictView): void {
    const { local, state, ruleSet, resolution } = view.value ?? {}
    if (now.local.version === local?.version) {
      // Settled elsewhere, or reopened: what was chosen here is of no use any more.
      if ((now.resolution === undefined) !== (resolution === undefined)) place(now, undefined)
      else if (now.state !== state || now.ruleSet !== ruleSet) view.value = now
      return
    }
    const draft = draftText(rows.value, choices.value, local?.version ?? 0)
    view.value = now
    carry(draft)
    cursor.value = Math.min(cursor.value, Math.max(0, rows.value.length - 1))
  }

  function carry(draft: string | undefined): void {
    const now = view.value
    const drafted = readDraft(draft)
    if (now && drafted) {
      const version = now.local.version ?? 0
      const carried = carryChoices(drafted, rows.value, version)
      choices.value = carried.choices
      if (drafted.localVersion !== version && carried.made > 0) moved.value = { version, made: carried.made, held: carried.held }
    }
    if (now) preview.want(now, rows.value, choices.value)
  }

  /** Takes other choices, keeps them, and says that somebody is at it. */
  function change(next: Choices): void {
    const current = view.value
    if (!current) return
    choices.value = next
    void claims.claim(current.id)
    if (next.size === 0) void drafts.drop(current.id)
    else void drafts.keep(current.id, draftText(rows.value, next, current.local.version ?? 0))
    preview.want(current, rows.value, next)
  }

  function clear(): void {
    view.value = undefined
    choices.value = noChoices
    moved.value = undefined
    cursor.value = 0
    preview.clear()
  }

  return { view, choices, cursor, moved, ...facts, place, replace, change, clear }
})

/** What follows from a conflict and the choices made for it. */
function factsOf(view: Ref<ConflictView | undefined>, choices: Ref<Choices>, cursor: Ref<number>) {
  const rows = computed(() => (view.value ? fieldRows(view.value) : []))
  const left = computed(() => undecided(rows.value, choices.value))
  const waits = computed(() => ['open', 'claimed', 'snoozed'].includes(view.value?.state ?? ''))
  return {
    rows,
    left,
    waits,
    row: computed(() => rows.value[cursor.value]),
    decided: computed(() => waits.value && left.value.length === 0),
  }
}
