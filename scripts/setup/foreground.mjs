import { spawn } from 'node:child_process'
import { constants } from 'node:os'

/** What ends a program from outside; each is passed on, so that no child outlives us. */
const ENDING_SIGNALS = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])

/**
 * Runs a program in our place: its input, output and exit code are ours. Resolves to the exit code
 * (128 + the signal's number when a signal ended it, as shells have it).
 * @param {string} file
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: Record<string, string | undefined> }} [options]
 * @returns {Promise<number>}
 */
export function runForeground(file, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, { cwd: options.cwd, env: { ...process.env, ...options.env }, stdio: 'inherit' })
    /** @param {NodeJS.Signals} signal */
    const passOn = (signal) => void child.kill(signal)
    for (const signal of ENDING_SIGNALS) process.on(signal, passOn)
    const done = () => {
      for (const signal of ENDING_SIGNALS) process.off(signal, passOn)
    }
    child.on('error', (error) => {
      done()
      reject(error)
    })
    child.on('close', (code, signal) => {
      done()
      resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal]))
    })
  })
}
