const PATIENCE_MS = 20_000

/** Gives way to the event loop until something holds. Throws when it does not come to that. */
export async function until(holds: () => boolean): Promise<void> {
  const end = performance.now() + PATIENCE_MS
  while (!holds()) {
    if (performance.now() > end) throw new Error(`waited ${PATIENCE_MS / 1000} s in vain for: ${holds.toString()}`)
    await new Promise((resolve) => setTimeout(resolve, 1))
  }
}
