import { isOpen } from '../../conflict/conflict-summary.ts'
import type { ConflictSide, ConflictView, FieldChoice } from '../../conflict/conflict.ts'
import type { ResolveOptions } from '../../conflict/settlement-part.ts'
import { SrvraError } from '../../core/errors.ts'
import type { Clock } from '../../ports/clock.ts'
import type { SrvraStateManager } from '../../state/srvra-state-manager.ts'
import type { AdminHandlers } from '../admin-service.ts'
import type { BulkTake, ConflictCommands, ConflictsActed, ResolutionRequest } from '../commands.ts'
import { diffView } from '../diff/diff-view.ts'
import type { ConflictControl } from './conflict-control.ts'
import { orderConflicts, summarizeQueue } from './order-conflicts.ts'

type ConflictHandlers = Pick<AdminHandlers, keyof ConflictCommands>

/** `control` throws where an engine is no hub: only a hub has conflicts. */
export function conflictCommands(control: () => ConflictControl, state: SrvraStateManager, clock: Clock): ConflictHandlers {
  const queue = (): ConflictControl['queue'] => control().queue
  return {
    'conflicts.summary': () => summarizeQueue(queue().waiting.values(), clock.now()),
    'conflicts.list': (filter) => orderConflicts(queue().waiting.values(), filter, clock.now()),
    'conflicts.rows': ({ ids }) => ids.map((id) => queue().summary(id) ?? null),
    'conflicts.get': ({ id }) => withNames(queue().view(id), control()),
    'conflicts.preview': ({ id, choices, localVersion }) => {
      const { key, local } = queue().view(id)
      const { value, version } = queue().preview(id, { choices, localVersion })
      return {
        ...(value === undefined ? {} : { value }),
        diff: diffView(local.value, value),
        problems: value === undefined ? [] : state.check(key, value),
        version,
        clients: control().readers(key),
      }
    },
    'conflicts.resolve': (request, { actor }) => {
      const { key } = queue().view(request.id)
      return { id: request.id, key, resolution: queue().resolve(request.id, optionsOf(request, actor)) }
    },
    'conflicts.resolve-many': ({ ids, take, reason }, { actor }) =>
      forEach(ids, (id) => {
        const view = queue().view(id)
        const choices = choicesFor(view, take)
        const strategy = take === 'suggestion' ? 'accept-suggestions' : `take-${take}`
        queue().resolve(id, { by: actor, choices, strategy, ...(reason === undefined ? {} : { reason }) })
      }),
    'conflicts.dismiss': ({ ids, reason }, { actor }) => forEach(ids, (id) => queue().dismiss(id, actor, reason)),
    'conflicts.claim': ({ id, force }, { actor }) => queue().claim(id, actor, force),
    'conflicts.release': ({ id }) => queue().release(id),
    'conflicts.snooze': ({ id, until }) => queue().snooze(id, until),
    'conflicts.reopen': ({ id }) => queue().reopen(id),
    'conflicts.history': ({ key, ...page }) => {
      const decided = queue()
        .history(page)
        .map((view) => withNames(view, control()))
      return key === undefined ? decided : decided.filter((conflict) => conflict.key === key)
    },
  }
}

/** People know replicas by their names. */
function withNames(view: ConflictView, control: ConflictControl): ConflictView {
  return { ...view, local: namedSide(view.local, control), remote: namedSide(view.remote, control) }
}

function namedSide(side: ConflictSide, control: ConflictControl): ConflictSide {
  const name = side.replica === undefined ? undefined : control.nameOf(side.replica)
  return name === undefined ? side : { ...side, replicaName: name }
}

function optionsOf({ choices, localVersion, reason }: ResolutionRequest, by: string): ResolveOptions {
  const accepted = choices.every(({ take }) => take === 'suggestion')
  const strategy = accepted ? 'accept-suggestions' : 'manual'
  return { by, choices, localVersion, strategy, ...(reason === undefined ? {} : { reason }) }
}

function choicesFor({ changes }: ConflictView, take: BulkTake): readonly FieldChoice[] {
  return changes.filter(isOpen).map(({ path }) => ({ path, take }))
}

/** Of several conflicts, one that can not be settled keeps the others from nothing. */
function forEach(ids: readonly string[], act: (id: string) => void): ConflictsActed {
  const missed: { id: string; code: string; message: string }[] = []
  const named = new Set(ids)
  for (const id of named) {
    try {
      act(id)
    } catch (error) {
      if (!(error instanceof SrvraError)) throw error
      missed.push({ id, code: error.code, message: error.message })
    }
  }
  return { acted: named.size - missed.length, missed }
}
