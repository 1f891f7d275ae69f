/** Marks a longest run of increasing numbers; negative ones are left out. O(n log n). */
export function longestIncreasing(numbers: Int32Array): Uint8Array {
  // tails[k]: where the run of length k + 1 with the smallest last number ends.
  const tails: number[] = []
  const previous = new Int32Array(numbers.length).fill(-1)
  for (let at = 0; at < numbers.length; at++) {
    const number = numbers[at] as number
    if (number < 0) continue
    const length = lowerBound(tails, numbers, number)
    if (length > 0) previous[at] = tails[length - 1] as number
    tails[length] = at
  }
  const marks = new Uint8Array(numbers.length)
  for (let at = tails.at(-1) ?? -1; at >= 0; at = previous[at] as number) marks[at] = 1
  return marks
}

/** The first run that does not end below a number. */
function lowerBound(tails: readonly number[], numbers: Int32Array, number: number): number {
  let low = 0
  let high = tails.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((numbers[tails[middle] as number] as number) < number) low = middle + 1
    else high = middle
  }
  return low
}
