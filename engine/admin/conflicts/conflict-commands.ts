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
import { settleable, viewFor, visible } from './visible-conflicts.ts'

type TurnCommand = `conflicts.${'dismiss' | 'claim' | 'release' | 'snooze' | 'reopen'}`
type ConflictHandlers = Pick<AdminHandlers, keyof ConflictCommands>

/** `control` throws where an engine is no hub: only a hub has conflicts. */
export function conflictCommands(control: () => ConflictControl, state: SrvraStateManager, clock: Clock): ConflictHandlers {
  const queue = (): ConflictControl['queue'] => control().queue
  return {
    'conflicts.summary': (_query, caller) => summarizeQueue(visible(queue().waiting.values(), caller), clock.now()),
    'conflicts.list': (filter, caller) => orderConflicts(visible(queue().waiting.values(), caller), filter, clock.now()),
    'conflicts.rows': ({ ids }, caller) => ids.map((id) => visible([queue().summary(id)], caller)[0] ?? null),
    'conflicts.get': ({ id }, caller) => withNames(viewFor(queue(), id, caller), control()),
    'conflicts.preview': ({ id, choices, localVersion }, caller) => {
      const { key, local } = viewFor(queue(), id, caller)
      const { value, version } = queue().preview(id, { choices, localVersion })
      return {
        ...(value === undefined ? {} : { value }),
        diff: diffView(local.value, value),
        problems: value === undefined ? [] : state.check(key, value),
        version,
        clients: control().readers(key),
      }
    },
    'conflicts.resolve': (request, caller) => {
      const { key } = settleable(queue(), request.id, caller)
      return { id: request.id, key, resolution: queue().resolve(request.id, optionsOf(request, caller.actor)) }
    },
    'conflicts.resolve-many': ({ ids, take, reason }, caller) =>
      forEach(ids, (id) => {
        const view = settleable(queue(), id, caller)
        const choices = choicesFor(view, take)
        const strategy = take === 'suggestion' ? 'accept-suggestions' : `take-${take}`
        queue().resolve(id, { by: caller.actor, choices, strategy, ...(reason === undefined ? {} : { reason }) })
      }),
    ...turnCommands(queue),
    'conflicts.history': ({ key, ...page }, caller) => {
      const decided = visible(queue().history(page), caller).map((view) => withNames(view, control()))
      return key === undefined ? decided : decided.filter((conflict) => conflict.key === key)
    },
  }
}

/** Whose turn a conflict is, and when: nothing of its document changes. */
function turnCommands(queue: () => ConflictControl['queue']): Pick<ConflictHandlers, TurnCommand> {
  return {
    'conflicts.dismiss': ({ ids, reason }, caller) =>
      forEach(ids, (id) => {
        settleable(queue(), id, caller)
        queue().dismiss(id, caller.actor, reason)
      }),
    'conflicts.claim': ({ id, force }, caller) => {
      settleable(queue(), id, caller)
      return queue().claim(id, caller.actor, force)
    },
    'conflicts.release': ({ id }, caller) => {
      settleable(queue(), id, caller)
      return queue().release(id)
    },
    'conflicts.snooze': ({ id, until }, caller) => {
      settleable(queue(), id, caller)
      return queue().snooze(id, until)
    },
    'conflicts.reopen': ({ id }, caller) => {
      settleable(queue(), id, caller)
      return queue().reopen(id)
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
