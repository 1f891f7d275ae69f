// npm run test:e2e [-- arguments of `playwright test`]: drives the built console in a real Electron.
import { tool } from './checks/tool.ts'
import { buildConsole } from './console/build-console.ts'
import { withDisplay } from './display/with-display.ts'
import { root } from './repository.ts'
import { ensureElectronRuntime } from './runtime/electron-runtime.ts'
import { runForeground } from './setup/foreground.mjs'
import { say } from './setup/progress.mjs'

try {
  const runtime = await ensureElectronRuntime()
  await buildConsole()
  const args = [tool('@playwright/test', 'playwright'), 'test', '--config', 'e2e/playwright.config.ts', ...process.argv.slice(2)]
  process.exitCode = await withDisplay((display) =>
    runForeground(process.execPath, args, { cwd: root, env: { ...runtime.env, ...display } }),
  )
} catch (error) {
  say(error instanceof Error ? error.message : String(error))
  process.exitCode = 1
}
