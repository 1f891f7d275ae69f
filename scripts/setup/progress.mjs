// Says on the terminal what is being done and for how long. No dependencies: it runs before any are installed.

/** How often a line is repeated where there is no terminal to redraw, in milliseconds. */
const QUIET_REPEAT_MS = 15_000

/**
 * Runs `work` under a name, showing the elapsed time while it runs and the result when it ends.
 * Progress goes to stderr, so that a script's own output stays clean. Rethrows what `work` throws.
 * @template T
 * @param {string} name What is being done, in the -ing form.
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withProgress(name, work) {
  const startedAt = Date.now()
  const isTerminal = process.stderr.isTTY
  const draw = () => process.stderr.write(isTerminal ? `\r… ${name} ${elapsed(startedAt)} ` : `… ${name} ${elapsed(startedAt)}\n`)
  process.stderr.write(isTerminal ? `… ${name} ` : `… ${name}\n`)
  const timer = setInterval(draw, isTerminal ? 1000 : QUIET_REPEAT_MS)
  let mark = '✗'
  try {
    const result = await work()
    mark = '✓'
    return result
  } finally {
    clearInterval(timer)
    process.stderr.write(`${isTerminal ? '\r' : ''}${mark} ${name} ${elapsed(startedAt)}\n`)
  }
}

/**
 * One plain line for the person who waits.
 * @param {string} line
 */
export function say(line) {
  process.stderr.write(`${line}\n`)
}

/** @param {number} startedAt Milliseconds since the epoch. */
function elapsed(startedAt) {
  return formatElapsed(Date.now() - startedAt)
}

/**
 * A duration as a person reads it: `0.4 s`, `12 s`, `2 min 05 s`.
 * @param {number} durationMs
 */
export function formatElapsed(durationMs) {
  const seconds = durationMs / 1000
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`
  const whole = Math.round(seconds)
  if (whole < 60) return `${whole} s`
  return `${Math.floor(whole / 60)} min ${String(whole % 60).padStart(2, '0')} s`
}
