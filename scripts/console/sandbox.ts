import { existsSync } from 'node:fs'

/** What decides whether Chromium can build its sandbox here. */
export interface SandboxSurroundings {
  readonly userId: number | undefined
  readonly inContainer: boolean
}

/** The flags without which Chromium would refuse to start: it has no sandbox as root, and containers deny it the means. */
export function sandboxFlags({ userId, inContainer }: SandboxSurroundings): string[] {
  return userId === 0 || inContainer ? ['--no-sandbox'] : []
}

export function sandboxSurroundings(): SandboxSurroundings {
  return {
    userId: process.getuid?.(),
    inContainer: process.platform === 'linux' && ['/.dockerenv', '/run/.containerenv'].some((file) => existsSync(file)),
  }
}
