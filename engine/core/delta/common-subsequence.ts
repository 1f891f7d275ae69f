/** Differences looked for before giving up: what is farther apart is better described another way. */
const MAX_DIFFERENCES = 160
/** Comparisons allowed for each element, so that repetitive input costs no more than any other. */
const STEPS_PER_ELEMENT = 12

/**
 * Myers' greedy algorithm on sequences of symbols (numbers below `symbols`): for each element of `next` the element of
 * `base` that it is in a longest common subsequence, or -1. Undefined when the two are too far apart to find out cheaply.
 */
export function commonSubsequence(base: Int32Array, next: Int32Array, symbols: number): Int32Array | undefined {
  const sources = new Int32Array(next.length).fill(-1)
  // What occurs on one side only matches nothing, and would count as a difference each.
  const baseAt = placesOf(base, occurring(next, symbols))
  if (baseAt.length === 0) return sources
  const nextAt = placesOf(next, occurring(base, symbols))
  const trace = shortestEdit(picked(base, baseAt), picked(next, nextAt))
  if (trace === undefined) return undefined
  for (const [left, right] of matches(trace, baseAt.length, nextAt.length))
    sources[nextAt[right] as number] = baseAt[left] as number
  return sources
}

function occurring(sequence: Int32Array, symbols: number): Uint8Array {
  const marks = new Uint8Array(symbols)
  for (let at = 0; at < sequence.length; at++) marks[sequence[at] as number] = 1
  return marks
}

function placesOf(sequence: Int32Array, wanted: Uint8Array): Int32Array {
  const places = new Int32Array(sequence.length)
  let count = 0
  for (let at = 0; at < sequence.length; at++) if (wanted[sequence[at] as number] === 1) places[count++] = at
  return places.subarray(0, count)
}

function picked(sequence: Int32Array, places: Int32Array): Int32Array {
  const result = new Int32Array(places.length)
  for (let at = 0; at < places.length; at++) result[at] = sequence[places[at] as number] as number
  return result
}

/**
 * How far along `base` each diagonal (x - y) gets with each number of differences: the trail that `matches` follows back.
 * Entry d covers the diagonals -d to d.
 */
function shortestEdit(base: Int32Array, next: Int32Array): readonly Int32Array[] | undefined {
  const most = Math.min(base.length + next.length, MAX_DIFFERENCES)
  const budget = { steps: STEPS_PER_ELEMENT * (base.length + next.length) + MAX_DIFFERENCES * MAX_DIFFERENCES }
  const offset = most + 1
  const reach = new Int32Array(2 * offset + 1)
  const trace: Int32Array[] = []
  for (let differences = 0; differences <= most; differences++) {
    const done = advance(base, next, reach.subarray(offset - differences - 1, offset + differences + 2), differences, budget)
    if (budget.steps < 0) return undefined
    trace.push(reach.slice(offset - differences, offset + differences + 1))
    if (done) return trace
  }
  return undefined
}

/** One more difference on every second diagonal; true when both ends are reached. Diagonal k is at index k + differences + 1. */
function advance(base: Int32Array, next: Int32Array, reach: Int32Array, differences: number, budget: { steps: number }): boolean {
  for (let diagonal = -differences; diagonal <= differences && budget.steps >= 0; diagonal += 2) {
    const at = diagonal + differences + 1
    const left = reach[at - 1] as number
    const right = reach[at + 1] as number
    let x = takesNext(diagonal, differences, left, right) ? right : left + 1
    budget.steps -= 1
    for (; x < base.length && x - diagonal < next.length && base[x] === next[x - diagonal]; x++) budget.steps -= 1
    reach[at] = x
    if (x === base.length && x - diagonal === next.length) return true
  }
  return false
}

/** Whether the best way onto a diagonal inserts an element of `next`, or else drops one of `base`. */
function takesNext(diagonal: number, differences: number, left: number, right: number): boolean {
  return diagonal === -differences || (diagonal !== differences && left < right)
}

/** Pairs of equal elements, last first. */
function* matches(trace: readonly Int32Array[], baseLength: number, nextLength: number): Generator<readonly [number, number]> {
  let x = baseLength
  let y = nextLength
  for (let differences = trace.length - 1; differences > 0; differences--) {
    const reach = trace[differences - 1] as Int32Array
    const at = x - y + differences - 1
    const left = reach[at - 1] ?? -1
    const right = reach[at + 1] ?? -1
    const taken = takesNext(x - y, differences, left, right)
    const fromX = taken ? right : left
    const fromY = taken ? right - (x - y + 1) : left - (x - y - 1)
    while (x > fromX && y > fromY) yield [--x, --y]
    x = fromX
    y = fromY
  }
  while (x > 0 && y > 0) yield [--x, --y]
}
