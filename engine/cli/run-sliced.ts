import { runInSlices } from '../admin/slices.ts'
import type { Progress } from '../ports/storage.ts'
import type { CommandContext } from './command-context.ts'
import { startProgress } from './progress-line.ts'

/** Runs work that comes in slices to its end, showing how far it is; Ctrl+C ends it between two slices. */
export async function runSliced<Report>(
  { out, signal }: CommandContext,
  title: string,
  work: Generator<Progress, Report>,
): Promise<Report> {
  const progress = startProgress(out, title)
  try {
    return await runInSlices(work, {
      stopwatch: () => performance.now(),
      signal,
      onProgress: ({ done, total }) => progress.update(done, total),
    })
  } finally {
    progress.stop()
  }
}
