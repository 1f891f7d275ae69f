import { SyncWorld, type TestReplica } from '../sync-fixture.ts'
import type { EditingTrace } from './editing-trace.ts'
import { TraceText, type Item, type ItemEdit } from './trace-text.ts'

export interface Replayed {
  /** What hub and replicas hold at the end. */
  readonly texts: readonly unknown[]
  readonly conflicts: number
  /** Operations that wait, or were refused. */
  readonly unanswered: number
  /** How often several authors wrote without knowing of one another. */
  readonly concurrentRounds: number
  readonly failures: readonly unknown[]
}

/** Even who writes alone is heard now and then. */
const LONGEST_ROUND = 200
const KEY = 'documents/shared'

/** An author at a replica, and the characters that the replica shows. */
interface Author {
  readonly replica: TestReplica
  shown: Item[]
}

/** Types a trace anew through real replicas of one hub, an author at each, and a reader who types nothing. */
export function replayTrace(trace: EditingTrace): Replayed {
  const world = new SyncWorld()
  const text = new TraceText(trace)
  const authors: Author[] = Array.from({ length: trace.authors }, (_, at) => ({ replica: world.join(`author-${at}`), shown: [] }))
  const reader = world.join('reader')
  world.pass()
  let [roundStart, concurrentRounds] = [0, 0]
  for (const [step, { author }] of trace.steps.entries()) {
    const edits = text.take(step)
    // Time stands still within a round, so that nobody hears of what the others write in it.
    if (step - roundStart >= LONGEST_ROUND || dependsOnRound(trace, text, roundStart, step)) {
      if (new Set(trace.steps.slice(roundStart, step).map((other) => other.author)).size > 1) concurrentRounds++
      settle(world, authors, text.items, step)
      roundStart = step
    }
    for (const edit of edits) type(authors[author] as Author, text.items, edit)
  }
  world.pass(60_000)
  const replicas = [reader, ...authors.map(({ replica }) => replica)]
  return {
    texts: [world.hub, ...replicas].map(({ state }) => state.getState(KEY)),
    conflicts: world.hub.hub.statistics().openConflicts,
    unanswered: replicas.flatMap(({ replica }) => [...replica.pending(10), ...replica.deadLetters.list(10)]).length,
    concurrentRounds,
    failures: world.failures,
  }
}

/** Whether a step was made in the knowledge of what another author did in this round. */
function dependsOnRound(trace: EditingTrace, text: TraceText, start: number, step: number): boolean {
  const { author } = trace.steps[step] as EditingTrace['steps'][number]
  for (let other = start; other < step; other++) {
    if (trace.steps[other]?.author !== author && text.knows(step, other)) return true
  }
  return false
}

/** Everybody hears of everything up to a step. */
function settle(world: SyncWorld, authors: readonly Author[], items: readonly Item[], step: number): void {
  world.pass(100)
  const shown = items.filter(({ made, gone }) => made < step && !gone.some((remover) => remover < step))
  const expected = textOf(shown)
  for (const author of authors) {
    const { state } = author.replica
    if ((state.getState(KEY) ?? '') !== expected) throw new Error(`${author.replica.name} has another text before step ${step}`)
    author.shown = [...shown]
  }
}

/** Does on what a replica shows what a step did. */
function type(author: Author, items: readonly Item[], { after, removed, added }: ItemEdit): void {
  const { state } = author.replica
  let text = (state.getState(KEY) ?? '') as string
  const replace = (at: number, deleted: number, inserted: readonly Item[]): void => {
    const from = unitsBefore(author.shown, at, text)
    const gone = author.shown.splice(at, deleted, ...inserted)
    text = text.slice(0, from) + textOf(inserted) + text.slice(from + textOf(gone).length)
  }
  for (const item of removed) {
    const at = author.shown.indexOf(item)
    if (at >= 0) replace(at, 1, [])
  }
  if (added.length > 0) replace(placeBehind(after, author.shown, items), 0, added)
  state.setState(KEY, text)
}

/** How many UTF-16 units stand before a character of a text. */
function unitsBefore(shown: readonly Item[], at: number, text: string): number {
  return shown.length === text.length ? at : textOf(shown.slice(0, at)).length
}

function textOf(items: readonly Item[]): string {
  return items.map(({ character }) => character).join('')
}

/** The offset behind a character; where it is not shown, behind the nearest before it that is. */
function placeBehind(item: Item | undefined, shown: readonly Item[], items: readonly Item[]): number {
  if (item === undefined) return 0
  const at = shown.indexOf(item)
  if (at >= 0) return at + 1
  const known = new Set(shown)
  for (let before = items.indexOf(item) - 1; before >= 0; before--) {
    if (known.has(items[before] as Item)) return shown.indexOf(items[before] as Item) + 1
  }
  return 0
}
