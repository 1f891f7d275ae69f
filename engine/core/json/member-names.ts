import { byteLength, isWellFormed } from './byte-length.ts'

/** What a list of member names tells about every object that has it. */
export interface Shape {
  /** The names as they were listed. */
  readonly names: readonly string[]
  /** The same in canonical order: by UTF-16 code units (RFC 8785). */
  readonly sorted: readonly string[]
  readonly inOrder: boolean
  /** False when the engine would list the members of a canonical object in another order than the canonical one. */
  readonly plain: boolean
  /** Upper bound of what the names, colons and commas add to the canonical text. */
  readonly bound: number
  /** UTF-8 bytes of the longest name. */
  readonly longestBytes: number
  /** The first name that no document may have. */
  readonly defect: NameDefect | undefined
}

export interface NameDefect {
  readonly code: 'E_KEY_FORBIDDEN' | 'E_KEY' | 'E_UNICODE'
  readonly name: string
  /** Completes 'The value at PATH ...'. */
  readonly reason: string
}

// Documents come in few shapes. Their names are checked and sorted once, and recognised afterwards by comparing pointers.
const RECENT_SHAPES = 1024
const LARGEST_REMEMBERED = 64
const LONGEST_REMEMBERED_BYTES = 128
const recent: (Shape | undefined)[] = Array.from({ length: RECENT_SHAPES })

/** Describes the names of an object's members, in the order in which they are listed. */
export function shapeOf(names: readonly string[]): Shape {
  if (names.length > LARGEST_REMEMBERED) return describeShape(names)
  const slot = slotOf(names)
  const known = recent[slot]
  if (known !== undefined && sameNames(known.names, names)) return known
  const shape = describeShape(names)
  if (shape.defect === undefined && shape.longestBytes <= LONGEST_REMEMBERED_BYTES) recent[slot] = shape
  return shape
}

function slotOf(names: readonly string[]): number {
  let mix = names.length
  for (const name of names) mix = (mix * 31 + name.length * 7 + name.charCodeAt(0)) | 0
  return mix & (RECENT_SHAPES - 1)
}

function sameNames(left: readonly string[], right: readonly string[]): boolean {
  if (left.length !== right.length) return false
  for (let i = 0; i < left.length; i++) if (left[i] !== right[i]) return false
  return true
}

function describeShape(names: readonly string[]): Shape {
  let bound = 0
  let longestBytes = 0
  let inOrder = true
  let defect: NameDefect | undefined
  for (let at = 0; at < names.length; at++) {
    const name = names[at] as string
    bound += boundOfName(name)
    longestBytes = Math.max(longestBytes, byteLength(name))
    defect ??= nameDefect(name)
    if (at > 0 && name < (names[at - 1] as string)) inOrder = false
  }
  const sorted = inOrder ? names : names.toSorted()
  return { names, sorted, inOrder, plain: listsInOrder(sorted), bound, longestBytes, defect }
}

/** What a name, its quotes, the colon and a comma take at the most. */
export function boundOfName(name: string): number {
  return 6 * name.length + 4
}

function nameDefect(name: string): NameDefect | undefined {
  if (name === '__proto__') {
    return { code: 'E_KEY_FORBIDDEN', name, reason: 'has a name that JavaScript reserves for the prototype' }
  }
  if (name.includes('\0')) return { code: 'E_KEY', name, reason: 'has the character NUL in its name' }
  return isWellFormed(name) ? undefined : { code: 'E_UNICODE', name, reason: 'has half of a surrogate pair in its name' }
}

const NINE = 0x39
const INTEGER_LIKE = /^(?:0|[1-9]\d{0,9})$/

/** JavaScript lists integer-like names first and by number, whatever the order in which they were added. */
function listsInOrder(sorted: readonly string[]): boolean {
  const integers = sorted.filter((name) => name.charCodeAt(0) <= NINE && INTEGER_LIKE.test(name))
  if (integers.length === 0) return true
  integers.sort((left, right) => Number(left) - Number(right))
  return sameNames(integers, sorted.slice(0, integers.length))
}
