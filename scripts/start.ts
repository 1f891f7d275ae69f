// npm start [-- --data DIR] [-- --screenshot FILE] [other flags of the console]
import { existsSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { buildConsole } from './console/build-console.ts'
import { parseStartArguments, type StartArguments } from './console/console-arguments.ts'
import { sandboxFlags, sandboxSurroundings } from './console/sandbox.ts'
import type { DisplayEnvironment } from './display/virtual-display.ts'
import { withDisplay } from './display/with-display.ts'
import { root } from './repository.ts'
import { ensureElectronRuntime } from './runtime/electron-runtime.ts'
import { runForeground } from './setup/foreground.mjs'
import { say } from './setup/progress.mjs'

/** No graphics card stands behind it, and no session bus: Chromium would complain about both on every start. */
const VIRTUAL_DISPLAY_FLAGS = ['--disable-gpu', '--log-level=3']

async function start(wanted: StartArguments): Promise<number> {
  const runtime = await ensureElectronRuntime()
  await buildConsole()
  // An old picture must not pass for the new one.
  if (wanted.screenshot !== undefined) await rm(wanted.screenshot, { force: true })
  const flags = sandboxFlags(sandboxSurroundings())
  const code = await withDisplay(
    (display) => {
      const args = [...flags, ...(display === undefined ? [] : VIRTUAL_DISPLAY_FLAGS), root, ...wanted.appArguments]
      return runForeground(runtime.executablePath, args, { env: { ...runtime.env, ...display } })
    },
    wanted.screenshot === undefined ? announceDisplay : undefined,
  )
  return wanted.screenshot === undefined ? code : confirmPicture(wanted.screenshot, code)
}

function announceDisplay({ DISPLAY, XAUTHORITY }: DisplayEnvironment): void {
  say('There is no display here, so the console runs on a virtual one. To see and use its window:')
  say(`  x11vnc -localhost -display ${DISPLAY} -auth ${XAUTHORITY}    then point a VNC viewer at port 5900`)
  say('  or, from a machine that has a display: ssh -X to this one and run npm start again')
  say('Ctrl+C ends it.')
}

function confirmPicture(file: string, code: number): number {
  if (code !== 0) return code
  if (!existsSync(file)) {
    say(`The console ended without writing ${file}.`)
    return 1
  }
  say(`Picture of the console: ${file}`)
  return 0
}

try {
  process.exitCode = await start(parseStartArguments(process.argv.slice(2), process.env['INIT_CWD'] ?? process.cwd()))
} catch (error) {
  say(error instanceof Error ? error.message : String(error))
  process.exitCode = 1
}
