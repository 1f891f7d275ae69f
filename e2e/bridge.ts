import type { Page } from '@playwright/test'
import type { Answer, Args, Bridge, CommandName, Result } from '../src/shared/contract.ts'

declare global {
  interface Window {
    readonly srvra: Bridge
  }
}

/** Calls a command as the page does, past its views. */
export async function call<Name extends CommandName>(page: Page, command: Name, args: Args<Name>): Promise<Result<Answer<Name>>> {
  const answer = await page.evaluate(
    ([name, given]) => (window.srvra.call as (command: string, args: unknown) => Promise<unknown>)(name, given),
    [command, args as unknown] as const,
  )
  return answer as Result<Answer<Name>>
}

/** The value of a call that must succeed. */
export async function ask<Name extends CommandName>(page: Page, command: Name, args: Args<Name>): Promise<Answer<Name>> {
  const answer = await call(page, command, args)
  if (answer.ok) return answer.value
  throw new Error(`${command}: ${answer.error.code} ${answer.error.message}`)
}

/** Waits until a task has ended well. */
export async function finishTask(page: Page, taskId: string): Promise<void> {
  for (;;) {
    const task = (await ask(page, 'tasks.list', {})).find(({ id }) => id === taskId)
    if (task?.state === 'done') return
    if (task?.state !== 'running') throw new Error(`The task ended as ${task?.state}: ${task?.outcome}`)
    await page.waitForTimeout(50)
  }
}
