import type { PathSegment } from '../../json/index.ts'

/** `*`: one member or element. */
const ANY = 0
/** `**`: any number of steps, none included. */
const DEEP = 1
/** A member's name, or a wildcard. Names are texts, so that the numbers 0 and 1 can stand for wildcards. */
type Step = string | typeof ANY | typeof DEEP

const QUOTED = /"(?:[^"\\]|\\.)*"/y
const BARE = /[^."*]+/y

/** The path of a rule made ready. */
export interface RulePath {
  /** The name that every matching path ends with; undefined where a wildcard, or nothing, stands at the end. */
  readonly last: string | undefined
  /** Ends in `**`: it means all that is inside, never an object as a whole. */
  readonly deep: boolean
  readonly matches: (path: readonly PathSegment[]) => boolean
}

/** Reads the path of a rule; undefined when it is none. // M-20 */
export function compileRulePath(source: string): RulePath | undefined {
  const steps = parseSteps(source)
  if (steps === undefined) return undefined
  const end = steps.at(-1)
  return {
    last: typeof end === 'string' ? end : undefined,
    deep: end === DEEP,
    matches: (path) => matchesSteps(steps, path),
  }
}

function parseSteps(source: string): readonly Step[] | undefined {
  const steps: Step[] = []
  if (source === '') return steps
  for (let at = 0; ; at++) {
    const token = tokenAt(source, at)
    const step = token === undefined ? undefined : stepOf(token)
    if (token === undefined || step === undefined) return undefined
    // `**.**` says no more than `**`, and matching stays free of useless restarts.
    if (step !== DEEP || steps.at(-1) !== DEEP) steps.push(step)
    at += token.length
    if (at === source.length) return steps
    if (source.charAt(at) !== '.') return undefined
  }
}

function tokenAt(source: string, at: number): string | undefined {
  if (source.startsWith('**', at)) return '**'
  if (source.charAt(at) === '*') return '*'
  const expression = source.charAt(at) === '"' ? QUOTED : BARE
  expression.lastIndex = at
  return expression.exec(source)?.[0]
}

function stepOf(token: string): Step | undefined {
  if (token === '**') return DEEP
  if (token === '*') return ANY
  if (!token.startsWith('"')) return token
  try {
    return JSON.parse(token) as string
  } catch {
    return undefined
  }
}

/** The greedy walk with one mark to return to: an earlier `**` could only have matched less than the last one. */
function matchesSteps(steps: readonly Step[], path: readonly PathSegment[]): boolean {
  let step = 0
  let at = 0
  let deep = -1
  let deepAt = 0
  while (at < path.length || step < steps.length) {
    const wanted = steps[step]
    if (wanted === DEEP) {
      deep = step++
      deepAt = at
    } else if (at < path.length && (wanted === ANY || wanted === path[at])) {
      step++
      at++
    } else if (deep >= 0 && deepAt < path.length) {
      at = ++deepAt
      step = deep + 1
    } else return false
  }
  return true
}
