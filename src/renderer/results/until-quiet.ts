/** Steps without anything new, after which the rest waits for the next change. */
const quietSteps = 3

/** Repeats a step as long as its answer keeps changing. The step ends it, too, by answering undefined. */
export async function untilQuiet(step: () => Promise<number | undefined>): Promise<void> {
  let last = await step()
  for (let quiet = 0; quiet < quietSteps && last !== undefined;) {
    const next = await step()
    quiet = next === last ? quiet + 1 : 0
    last = next
  }
}
