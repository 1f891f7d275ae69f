const DIGIT_BITS = 16
const DIGITS = 2 ** DIGIT_BITS

/**
 * The order of rows by a number each, smallest first, equal ones in the order they came: `order[place]` is a row's
 * index. A radix sort, because a million rows take a comparing sort most of a second and this one a tenth of it.
 * The numbers are whole and not negative.
 */
export function orderByValue(values: Float64Array): Uint32Array {
  let order = Uint32Array.from({ length: values.length }, (_, index) => index)
  let spare = new Uint32Array(values.length)
  const digits = new Uint16Array(values.length)
  const { least, span } = spanOf(values)
  for (let scale = 1; scale <= span; scale *= DIGITS) {
    readDigits(values, least, scale, digits)
    placeByDigit(digits, order, spare)
    ;[order, spare] = [spare, order]
  }
  return order
}

/** Writing a number into sixteen bits keeps its lowest ones: the digit at that scale. */
function readDigits(values: Float64Array, least: number, scale: number, digits: Uint16Array): void {
  for (let row = 0; row < values.length; row++) digits[row] = ((values[row] ?? 0) - least) / scale
}

/** One pass: rows go to where the counts of smaller digits say, in their order so far. */
function placeByDigit(digits: Uint16Array, from: Uint32Array, to: Uint32Array): void {
  const places = new Uint32Array(DIGITS)
  for (let row = 0; row < digits.length; row++) bump(places, digits[row] ?? 0)
  let next = 0
  for (let digit = 0; digit < DIGITS; digit++) {
    const count = places[digit] ?? 0
    places[digit] = next
    next += count
  }
  for (let index = 0; index < from.length; index++) {
    const row = from[index] ?? 0
    to[bump(places, digits[row] ?? 0)] = row
  }
}

/** Adds one, and answers what was there before. */
function bump(counts: Uint32Array, index: number): number {
  const before = counts[index] ?? 0
  counts[index] = before + 1
  return before
}

function spanOf(values: Float64Array): { least: number; span: number } {
  let least = Number.POSITIVE_INFINITY
  let most = Number.NEGATIVE_INFINITY
  for (const value of values) {
    if (value < least) least = value
    if (value > most) most = value
  }
  return { least, span: values.length === 0 ? 0 : most - least }
}
