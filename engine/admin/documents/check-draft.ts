import { SrvraError } from '../../core/errors.ts'
import { admitKey, parseJson } from '../../core/json/index.ts'
import type { SrvraStateManager } from '../../state/srvra-state-manager.ts'
import type { DraftProblem } from '../commands.ts'

/** Everything that would keep a draft from being written: its key, its text, its limits, its schema. */
export function checkDraft(state: SrvraStateManager, key: string, text: string): readonly DraftProblem[] {
  try {
    admitKey(key)
    return state.check(key, parseJson(text))
  } catch (error) {
    if (!(error instanceof SrvraError)) throw error
    return [asProblem(error)]
  }
}

function asProblem({ code, message, details }: SrvraError): DraftProblem {
  const { path, line, column } = details
  return {
    path: typeof path === 'string' ? path : '',
    code,
    message,
    ...(typeof line === 'number' ? { line } : {}),
    ...(typeof column === 'number' ? { column } : {}),
  }
}
