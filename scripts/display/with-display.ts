import { type DisplayEnvironment, lacksDisplay, openVirtualDisplay } from './virtual-display.ts'

/**
 * Runs `work` where windows can be shown: with undefined where there is a display, else with the environment of a
 * virtual one that ends with the work. `announce` hears about the latter.
 */
export async function withDisplay<T>(
  work: (display: DisplayEnvironment | undefined) => Promise<T>,
  announce?: (display: DisplayEnvironment) => void,
): Promise<T> {
  if (!lacksDisplay(process.platform, process.env)) return work(undefined)
  const display = await openVirtualDisplay()
  try {
    announce?.(display.env)
    return await work(display.env)
  } finally {
    await display.close()
  }
}
