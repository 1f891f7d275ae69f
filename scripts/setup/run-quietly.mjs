import { spawn } from 'node:child_process'

const KEPT_OUTPUT_CHARACTERS = 6000

/**
 * @typedef {object} QuietOptions
 * @property {string} [cwd]
 * @property {Record<string, string>} [env] On top of this process's own.
 * @property {number} [timeoutMs]
 */

/**
 * Runs a program without showing its output; resolves to what it wrote to stdout. Rejects with the end of its
 * output when it fails, so that nothing is swallowed.
 * @param {string} file
 * @param {readonly string[]} args
 * @param {QuietOptions} [options]
 * @returns {Promise<string>}
 */
export function runQuietly(file, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, {
      cwd: options.cwd,
      env: { ...process.env, ...options.env },
      stdio: ['ignore', 'pipe', 'pipe'],
      // Windows starts npm through its command shell alone; no argument of ours holds what a shell would read.
      shell: process.platform === 'win32' && file === 'npm',
      timeout: options.timeoutMs,
    })
    let stdout = ''
    let output = ''
    child.stdout.setEncoding('utf8').on('data', (/** @type {string} */ chunk) => {
      stdout += chunk
      output = (output + chunk).slice(-KEPT_OUTPUT_CHARACTERS)
    })
    child.stderr.setEncoding('utf8').on('data', (/** @type {string} */ chunk) => {
      output = (output + chunk).slice(-KEPT_OUTPUT_CHARACTERS)
    })
    child.on('error', reject)
    child.on('close', (code, signal) => {
      if (code === 0) resolve(stdout)
      else reject(new Error(`${file} ${args.join(' ')} ended with ${signal ?? `code ${code}`}:\n${output.trim()}`))
    })
  })
}
