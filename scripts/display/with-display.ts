import { lacksDisplay, openVirtualDisplay } from './virtual-display.ts'

/**
 * Runs `work` with what it needs in its environment to show windows: nothing where there is a display, else a virtual
 * one that ends with the work. `announce` hears about the latter.
 */
export async function withDisplay<T>(
  work: (env: Record<string, string>) => Promise<T>,
  announce?: (env: Record<string, string>) => void,
): Promise<T> {
  if (!lacksDisplay(process.platform, process.env)) return work({})
  const display = await openVirtualDisplay()
  try {
    announce?.(display.env)
    return await work(display.env)
  } finally {
    await display.close()
  }
}
