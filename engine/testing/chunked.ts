/** Bytes as a stream in pieces of these sizes, over and over: readers must not care where a chunk ends. */
export async function* chunked(bytes: Buffer | string, ...sizes: readonly number[]): AsyncGenerator<Buffer> {
  const all = Buffer.from(bytes as string)
  let from = 0
  for (let turn = 0; from < all.length; turn += 1) {
    const size = Math.max(1, sizes[turn % sizes.length] ?? all.length)
    yield all.subarray(from, from + size)
    from += size
  }
}

/** Everything that a stream of lists holds. */
export async function gather<T>(lists: AsyncIterable<readonly T[]>): Promise<readonly T[]> {
  const all: T[] = []
  for await (const list of lists) all.push(...list)
  return all
}
