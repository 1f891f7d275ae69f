import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { runQuietly } from './run-quietly.mjs'
import { withProgress } from './progress.mjs'

/**
 * @typedef {object} LockEntry
 * @property {string} [version]
 * @property {string} [integrity]
 * @property {boolean} [optional]
 * @property {boolean} [link]
 */

/** @typedef {{ packages?: Record<string, LockEntry> }} Lock */

/**
 * Why packages must be installed, as a clause for a person; undefined when what is installed is what the lock says.
 * npm itself keeps the record of what it installed, and writes it last, so that a broken-off installation shows.
 * @param {Lock} wanted package-lock.json
 * @param {Lock | undefined} installed node_modules/.package-lock.json
 * @returns {string | undefined}
 */
export function installReason(wanted, installed) {
  if (installed === undefined) return 'none are installed'
  for (const [path, entry] of Object.entries(wanted.packages ?? {})) {
    // The project's own packages are folders of the repository, linked.
    if (!path.startsWith('node_modules/') && !path.includes('/node_modules/')) continue
    const there = installed.packages?.[path]
    // Optional packages of other platforms are in the lock and rightly absent.
    if (there === undefined && entry.optional === true) continue
    if (there?.version !== entry.version || there?.link !== entry.link) return `${path} is not at the version of the lock`
  }
  return undefined
}

/**
 * Installs a folder's packages exactly as locked, when they are not. Rejects with npm's own words when it fails.
 * @param {string} folder
 * @param {string} title What to tell the person who waits.
 */
export async function ensurePackages(folder, title) {
  const wanted = /** @type {Lock} */ (readJson(join(folder, 'package-lock.json')))
  if (installReason(wanted, readJson(join(folder, 'node_modules/.package-lock.json'))) === undefined) return
  await withProgress(title, () => runQuietly('npm', ['ci', '--no-fund', '--no-audit'], { cwd: folder }))
}

/**
 * Installs the project's packages, among them the Node.js that its scripts run on.
 * @param {string} root
 */
export async function ensureProjectPackages(root) {
  await ensurePackages(root, 'Installing packages (npm ci)')
  if (existsSync(nodePath(root))) return
  throw new Error(
    'The package `node`, which brings the Node.js that the scripts run on, is not set up: its install script did not run. ' +
      'Is `ignore-scripts` set? npm config delete ignore-scripts, then npm ci',
  )
}

/**
 * The Node.js that the project's scripts run on: the dev dependency `node`.
 * @param {string} root
 */
export function nodePath(root) {
  return join(root, 'node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node')
}

/**
 * @param {string} file
 * @returns {Lock | undefined}
 */
function readJson(file) {
  return existsSync(file) ? /** @type {Lock} */ (JSON.parse(readFileSync(file, 'utf8'))) : undefined
}
