/** The operation id of a change made here: it follows from the change itself, so that a store need not keep it. */
export function localOpId(origin: string, seq: number): string {
  return `${origin}-${seq}`
}
