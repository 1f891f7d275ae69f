import { SingleBar } from 'cli-progress'
import type { Output } from './output.ts'

/** Shows how far a piece of work is, on standard error and only where somebody watches. // C-8 */
export interface ProgressLine {
  update(done: number, total: number, title?: string): void
  stop(): void
}

const SILENT: ProgressLine = { update: () => undefined, stop: () => undefined }

export function startProgress(out: Output, title: string): ProgressLine {
  if (!out.interactive) return SILENT
  const bar = new SingleBar({
    format: '{title} [{bar}] {percentage}% | {duration_formatted} | about {eta_formatted} left',
    barCompleteChar: '=',
    barIncompleteChar: ' ',
    stream: out.stderr,
    hideCursor: true,
    clearOnComplete: true,
    etaBuffer: 200,
  })
  bar.start(0, 0, { title })
  return {
    update: (done, total, now = title) => {
      if (bar.getTotal() !== total) bar.setTotal(total)
      bar.update(done, { title: now })
    },
    stop: () => bar.stop(),
  }
}
