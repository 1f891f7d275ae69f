import { createPinia, setActivePinia } from 'pinia'
import { vi } from 'vitest'

import type { Answer, Args, CommandName, EventName, Events, Failure, Result } from '../../shared/contract.ts'

export const failure: Failure = { code: 'E_TEST', message: 'The disk is full: free some space.', details: {} }

type Answers = { [Name in CommandName]?: (args: Args<Name>) => Result<Answer<Name>> | Promise<Result<Answer<Name>>> }

/** Stands where the preload's bridge stands: answers as a test says, records what was asked, tells events by hand. */
export function installBridge(answers: Answers) {
  setActivePinia(createPinia())
  const asked: [CommandName, unknown][] = []
  const handlers = new Map<EventName, ((payload: never) => void)[]>()
  const srvra = {
    async call<Name extends CommandName>(command: Name, args: Args<Name>): Promise<Result<Answer<Name>>> {
      asked.push([command, args])
      const answer = answers[command]
      if (!answer) throw new Error(`The test has no answer for ${command}.`)
      return answer(args)
    },
    on<Name extends EventName>(event: Name, handler: (payload: Events[Name]) => void): () => void {
      handlers.set(event, [...(handlers.get(event) ?? []), handler])
      return () =>
        handlers.set(
          event,
          (handlers.get(event) ?? []).filter((other) => other !== handler),
        )
    },
  }
  vi.stubGlobal('window', { srvra })
  return {
    asked,
    /** How many listen to an event. */
    listening: (event: EventName): number => handlers.get(event)?.length ?? 0,
    tell: <Name extends EventName>(event: Name, payload: Events[Name]): void => {
      for (const handler of handlers.get(event) ?? []) handler(payload as never)
    },
  }
}
