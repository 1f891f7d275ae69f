import { defineStore } from 'pinia'
import { computed, ref, shallowRef, watch } from 'vue'

import type { RestoreEvent, RestorePoint } from '../../shared/contract.ts'
import { isWithin, pointBefore, type TypedPoint, typedInstant, typedOperation } from '../backups/restore-point.ts'
import { toTimeField } from '../time-travel/time-field.ts'
import { usePreferences } from './preferences.ts'
import { useRestoreTimeline } from './restore-timeline.ts'

/** A field as it is typed, and what is wrong with it. */
interface Field {
  readonly text: string
  readonly problem?: string
}

const blank: Field = { text: '' }

/** Where somebody wants to go back to: an act of the log to come before, an instant, or the number of an operation. */
export const useRestorePoint = defineStore('restore-point', () => {
  const reach = useRestoreTimeline()
  const preferences = usePreferences()
  const point = shallowRef<RestorePoint>()
  const event = shallowRef<RestoreEvent>()
  const time = ref(blank)
  const seq = ref(blank)

  const outside = computed(() => point.value !== undefined && reach.range !== undefined && !isWithin(point.value, reach.range))

  watch(() => reach.range, judgeAgain)

  /** Begins anew, at a point if somebody came with one. */
  async function begin(from?: RestorePoint): Promise<void> {
    none()
    if (from) choose(from)
    await reach.load()
  }

  function none(): void {
    point.value = undefined
    event.value = undefined
    time.value = blank
    seq.value = blank
  }

  /** The fields say what was chosen, and one of them alone. */
  function choose(next: RestorePoint): void {
    none()
    point.value = next
    if ('at' in next) time.value = { text: toTimeField(next.at, preferences.current.utc) }
    else seq.value = { text: String(next.seq) }
  }

  function chooseBefore(act: RestoreEvent): void {
    choose(pointBefore(act))
    event.value = act
  }

  function typeTime(text: string): void {
    if (text !== time.value.text) judgeTime(text)
  }

  function typeSeq(text: string): void {
    if (text !== seq.value.text) judgeSeq(text)
  }

  function judgeTime(text: string): void {
    if (!reach.range) return
    const typed = typedInstant(text, reach.range, preferences.current.utc)
    take(typed)
    time.value = fieldOf(text, typed)
  }

  function judgeSeq(text: string): void {
    if (!reach.range) return
    const typed = typedOperation(text, reach.range, preferences.current.utc)
    take(typed)
    seq.value = fieldOf(text, typed)
  }

  /** Backups go on: what was out of their reach when it was typed may be within it now. // V-272 */
  function judgeAgain(): void {
    if (time.value.problem !== undefined) judgeTime(time.value.text)
    if (seq.value.problem !== undefined) judgeSeq(seq.value.text)
  }

  /** What is no point takes the one before away: nobody is to restore what the fields do not say. */
  function take(typed: TypedPoint): void {
    if (typed.point) choose(typed.point)
    else none()
  }

  return { point, event, time, seq, outside, begin, choose, chooseBefore, typeTime, typeSeq }
})

function fieldOf(text: string, { problem }: TypedPoint): Field {
  return { text, ...(problem === undefined ? {} : { problem }) }
}
