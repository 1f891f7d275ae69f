import { ipcMain, type IpcMainInvokeEvent } from 'electron'
import { toFailure } from '../../engine/admin/calls/to-failure.ts'
import { SrvraError } from '../../engine/core/errors.ts'
import { CALL_CHANNEL } from '../shared/channels.ts'
import type { Result } from '../shared/contract.ts'
import { isOwnPage } from './security/own-page.ts'

/** Answers one call of the page; throws `SrvraError`s. Permission, size and shape are checked behind it. */
export type Answerer = (command: string, args: unknown) => unknown

/**
 * The only handler that main offers to pages, and the only place that may register one. Whoever asks must be our page
 * in the main frame of our window; what is thrown comes back as a `Result` with a code.
 */
export function answerCalls(answer: Answerer, report: (error: unknown) => void): void {
  ipcMain.handle(CALL_CHANNEL, async (event, ...request: unknown[]): Promise<Result<unknown>> => {
    try {
      requireOwnSender(event)
      const [command, args] = requireRequest(request)
      return { ok: true, value: (await answer(command, args)) ?? null }
    } catch (error) {
      return { ok: false, error: toFailure(error, report) }
    }
  })
}

function requireOwnSender(event: IpcMainInvokeEvent): void {
  const frame = event.senderFrame
  // The frame is null when it has gone in the meantime.
  if (frame !== null && frame === event.sender.mainFrame && isOwnPage(frame.url)) return
  throw new SrvraError('E_SENDER', 'Only the console’s own page may ask the engine.', { url: frame?.url ?? null })
}

function requireRequest(request: readonly unknown[]): [command: string, args: unknown] {
  const [command, args] = request
  if (request.length === 2 && typeof command === 'string') return [command, args]
  throw new SrvraError('E_SCHEMA', 'A call is a command’s name and one argument.', { actual: request.length })
}
