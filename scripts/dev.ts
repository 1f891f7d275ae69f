// npm run dev: the console with its page reloading as the sources change.
import { tool } from './checks/tool.ts'
import { sandboxFlags, sandboxSurroundings } from './console/sandbox.ts'
import { withDisplay } from './display/with-display.ts'
import { root } from './repository.ts'
import { ensureElectronRuntime } from './runtime/electron-runtime.ts'
import { runForeground } from './setup/foreground.mjs'

const runtime = await ensureElectronRuntime()
const sandbox = sandboxFlags(sandboxSurroundings()).length > 0 ? { NO_SANDBOX: '1' } : {}
process.exitCode = await withDisplay((display) =>
  runForeground(process.execPath, [tool('electron-vite'), 'dev', ...process.argv.slice(2)], {
    cwd: root,
    env: { ...runtime.env, ...sandbox, ...display },
  }),
)
