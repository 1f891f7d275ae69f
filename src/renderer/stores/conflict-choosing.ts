import { defineStore } from 'pinia'
import { ref, watch } from 'vue'

import type { FieldChoice, JsonValue } from '../../shared/contract.ts'
import { choose, chooseForAll, mayTake, nextUndecided, speakChoice, suggests, type Take } from '../conflicts/choices.ts'
import { useConflictSheet } from './conflict-sheet.ts'

/** How an operator chooses path by path, and what is spoken of it. */
export const useConflictChoosing = defineStore('conflict-choosing', () => {
  const sheet = useConflictSheet()
  /** The path whose value is being written by hand. */
  const editing = ref<string>()
  /** What a screen reader hears. */
  const spoken = ref('')

  /** Uses what is being written; brought by the editor while it is open. */
  let useEdited: (() => void) | undefined

  watch(
    () => sheet.view?.id,
    () => (editing.value = undefined),
  )

  /** Takes a side at the path under the cursor, and goes on to the next one that is open. */
  function decide(taken: Exclude<Take, 'edited'>): void {
    const current = sheet.row
    if (!current || !sheet.waits) return
    if (mayTake(current, taken)) settle({ path: current.path, take: taken })
    else say(refusal(taken))
  }

  /** Puts a value of the operator's own there; undefined: nothing is to stand there. */
  function put(path: string, value: JsonValue | undefined): void {
    editing.value = undefined
    settle(value === undefined ? { path, take: 'edited' } : { path, take: 'edited', value })
  }

  function settle(choice: FieldChoice): void {
    const index = sheet.rows.findIndex(({ path }) => path === choice.path)
    const current = sheet.rows[index]
    if (!current) return
    sheet.change(choose(sheet.choices, choice))
    say(speakChoice(sheet.rows, sheet.choices, current, choice))
    sheet.cursor = nextUndecided(sheet.rows, sheet.choices, index)
  }

  function decideAll(taken: 'local' | 'remote'): void {
    if (!sheet.waits || sheet.left.length === 0) return
    const before = sheet.left.length
    sheet.change(chooseForAll(sheet.rows, sheet.choices, taken))
    say(`${taken === 'local' ? 'Local' : 'Remote'} chosen for ${before - sheet.left.length}, ${sheet.left.length} left`)
  }

  function accept(): void {
    const current = sheet.row
    if (current && suggests(current)) decide('suggestion')
    else say('Nothing is suggested here')
  }

  /** The editor says how its text is used; returns the end of it. */
  function whileEditing(use: () => void): () => void {
    useEdited = use
    return () => {
      if (useEdited === use) useEdited = undefined
    }
  }

  /** Uses what is being written, as the key that settles does; false when nothing is. */
  function finishEdit(): boolean {
    if (editing.value === undefined || !useEdited) return false
    useEdited()
    return true
  }

  /** Takes a choice back: the path is open again. */
  function undecide(path: string): void {
    const rest = new Map(sheet.choices)
    if (rest.delete(path)) sheet.change(rest)
  }

  function move(step: 1 | -1): void {
    sheet.cursor = Math.max(0, Math.min(sheet.cursor + step, sheet.rows.length - 1))
  }

  function say(text: string): void {
    // The same words twice are spoken once: a space that nobody hears makes them others.
    spoken.value = spoken.value === text ? `${text}\u00a0` : text
  }

  return { editing, spoken, decide, decideAll, accept, put, undecide, move, say, whileEditing, finishEdit }
})

function refusal(take: Take): string {
  if (take === 'both') return 'Both can stand only where both sides are lists or texts'
  return take === 'base' ? 'There is no common ancestor here' : 'Nothing is suggested here'
}
