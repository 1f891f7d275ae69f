import { SrvraError } from '../../core/errors.ts'
import type { JsonValue } from '../../core/json/index.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Storage } from '../../ports/storage.ts'
import type { StageTimes } from '../../sync/hub/stage-times.ts'
import type { Sample, SeriesRecorder } from '../series/series-recorder.ts'
import { BreachLog } from './breach-log.ts'
import type { Breach, BreachQuery } from './breach-log.ts'
import { admitObjectives, keptObjective } from './objective.ts'
import type { Objective, ObjectiveDraft } from './objective.ts'
import { attainment, reportObjective } from './objective-report.ts'
import type { AttainedPoint, ObjectiveReport } from './objective-report.ts'
import { ObjectiveTally } from './objective-tally.ts'

export interface ObjectiveDeskParts {
  readonly storage: Storage
  readonly clock: Clock
  readonly stages: StageTimes
  readonly recorder: SeriesRecorder
  /** Told when the objectives are others, with those before and those from now on. */
  readonly changed: (before: readonly Objective[], after: readonly Objective[], by: string) => void
}

const COLLECTION = 'sla-objectives'
/** Objectives are kept as a whole. */
const WHOLE = 'objectives'

/** What a hub promises, how it is kept, and the operations that took too long. */
export class ObjectiveDesk {
  readonly #parts: ObjectiveDeskParts
  readonly #breaches: BreachLog
  readonly #tally: ObjectiveTally
  #objectives: readonly Objective[]
  #stopObserving: (() => void) | undefined

  constructor(parts: ObjectiveDeskParts) {
    const { storage, clock } = parts
    this.#parts = parts
    this.#breaches = new BreachLog(storage)
    this.#tally = new ObjectiveTally(() => clock.now())
    // They were admitted when they were saved.
    this.#objectives = (storage.record(COLLECTION, WHOLE) ?? []) as unknown as readonly Objective[]
    this.#follow()
  }

  list(): readonly Objective[] {
    return this.#objectives
  }

  /**
   * Keeps these objectives in the store instead of those before. One whose keys, lane or time are others begins anew.
   * Throws E_OPTION, with the path of what is wrong; what the store throws.
   */
  async save(objectives: readonly ObjectiveDraft[], by: string): Promise<readonly Objective[]> {
    const before = this.#objectives
    const now = this.#parts.clock.now()
    const after = admitObjectives(objectives).map((draft) =>
      keptObjective(
        draft,
        before.find(({ id }) => id === draft.id),
        now,
      ),
    )
    const value = structuredClone(after) as unknown as JsonValue
    await this.#parts.storage.append([], [{ collection: COLLECTION, id: WHOLE, value }])
    this.#objectives = after
    this.#follow()
    this.#parts.changed(before, after, by)
    return after
  }

  /** How each objective is kept, in their order. */
  report(): readonly ObjectiveReport[] {
    const { recorder, clock } = this.#parts
    const now = clock.now()
    const names = recorder.names()
    return this.#objectives.map((objective) => reportObjective(objective, names, this.#read, now))
  }

  /** The share in time, step by step. Throws E_NO_OBJECTIVE. */
  attainment(
    id: string,
    span: { readonly from: number; readonly to: number; readonly points: number },
  ): { readonly stepMs: number; readonly points: readonly AttainedPoint[] } {
    return attainment(this.#objectiveOf(id), span, this.#read)
  }

  /** Newest first; the newest 10,000 of thirty days are kept. */
  breaches(query: BreachQuery): readonly Breach[] {
    return this.#breaches.page(query)
  }

  /** What was counted since the last look. */
  takeSamples(): readonly Sample[] {
    return this.#tally.takeSamples()
  }

  /** Lists what came too late since the last look, in one commit. */
  flush(now: number): void {
    this.#breaches.add(this.#tally.takeBreaches(), now)
    this.#breaches.flush()
  }

  close(): void {
    this.#stopObserving?.()
    this.#stopObserving = undefined
  }

  readonly #read = (series: string, from: number, to: number) =>
    this.#parts.recorder.read(series, from, to, this.#parts.clock.now())

  /** A hub without objectives measures nothing for them. */
  #follow(): void {
    this.#tally.follow(this.#objectives)
    if (this.#objectives.length === 0) {
      this.#stopObserving?.()
      this.#stopObserving = undefined
    } else this.#stopObserving ??= this.#parts.stages.operations.observe((answered) => this.#tally.count(answered))
  }

  #objectiveOf(id: string): Objective {
    const objective = this.#objectives.find((one) => one.id === id)
    if (!objective)
      throw new SrvraError('E_NO_OBJECTIVE', `There is no objective '${id}'; list them to see which there are.`, { id })
    return objective
  }
}
