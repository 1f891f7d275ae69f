import { tool } from '../checks/tool.ts'
import { withDisplay } from '../display/with-display.ts'
import { root } from '../repository.ts'
import { ensureElectronRuntime } from '../runtime/electron-runtime.ts'
import { runForeground } from '../setup/foreground.mjs'
import { say } from '../setup/progress.mjs'
import { buildConsole } from './build-console.ts'

/** Builds the console and has Playwright drive it, as a configuration in `e2e/` says; sets the exit code. */
export async function driveConsole(config: string, args: readonly string[]): Promise<void> {
  try {
    const runtime = await ensureElectronRuntime()
    await buildConsole()
    const command = [tool('@playwright/test', 'playwright'), 'test', '--config', `e2e/${config}`, ...args]
    process.exitCode = await withDisplay((display) =>
      runForeground(process.execPath, command, { cwd: root, env: { ...runtime.env, ...display } }),
    )
  } catch (error) {
    say(error instanceof Error ? error.message : String(error))
    process.exitCode = 1
  }
}
