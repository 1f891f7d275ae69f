/** What those answered that could; rejects with the first failure when none could. */
export async function anyOf<Each, Result>(
  several: readonly Each[],
  act: (each: Each) => Promise<Result>,
): Promise<readonly Result[]> {
  const outcomes = await Promise.allSettled(several.map(act))
  const done = outcomes.filter((outcome) => outcome.status === 'fulfilled').map(({ value }) => value)
  if (done.length > 0) return done
  throw outcomes.find((outcome) => outcome.status === 'rejected')?.reason
}

/** Resolves when all are done; rejects with the first failure, but not before all have come to their end. */
export async function all<Each>(several: readonly Each[], act: (each: Each) => Promise<unknown>): Promise<void> {
  const outcomes = await Promise.allSettled(several.map(act))
  const failed = outcomes.find((outcome) => outcome.status === 'rejected')
  if (failed) throw failed.reason
}
