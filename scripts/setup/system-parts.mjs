import { execFileSync } from 'node:child_process'
import { accessSync, constants, existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { say, withProgress } from './progress.mjs'
import { runQuietly } from './run-quietly.mjs'

/**
 * A part of the system that npm cannot install: a shared library or a program, and Debian's package for it.
 * @typedef {object} SystemPart
 * @property {string} [library]
 * @property {string} [program]
 * @property {string} debian
 */

/** @type {Readonly<Record<'electron' | 'display' | 'compiler' | 'tests' | 'scraper', readonly SystemPart[]>>} */
export const SYSTEM_PARTS = {
  /** What Electron links against; the rest comes along with GTK. */
  electron: [
    { library: 'libgtk-3.so.0', debian: 'libgtk-3-0' },
    { library: 'libnss3.so', debian: 'libnss3' },
    { library: 'libasound.so.2', debian: 'libasound2' },
    { library: 'libgbm.so.1', debian: 'libgbm1' },
    { library: 'libatk-bridge-2.0.so.0', debian: 'libatk-bridge2.0-0' },
    { library: 'libXss.so.1', debian: 'libxss1' },
    { library: 'libdrm.so.2', debian: 'libdrm2' },
  ],
  /** A display where there is none. */
  display: [{ program: 'Xvfb', debian: 'xvfb' }],
  /** Builds SQLite for the fallback runtime. */
  compiler: [
    { program: 'gcc', debian: 'gcc' },
    { program: 'g++', debian: 'g++' },
    { program: 'make', debian: 'make' },
    { program: 'python3', debian: 'python3' },
  ],
  /** Watch system calls, fill a small disk, and let a process have a wrong clock. */
  tests: [
    { program: 'strace', debian: 'strace' },
    { program: 'mkfs.ext4', debian: 'e2fsprogs' },
    { program: 'faketime', debian: 'faketime' },
  ],
  /** Scrapes our metrics. A service that listens, on a machine that starts services: nobody's own machine is given it unasked. */
  scraper: [{ program: 'prometheus', debian: 'prometheus' }],
}

/**
 * The parts that are not there. Pure, so that it can be tested.
 * @param {readonly SystemPart[]} parts
 * @param {{ libraries: string, hasProgram: (name: string) => boolean }} system `libraries`: what `ldconfig -p` printed.
 * @returns {SystemPart[]}
 */
export function missingParts(parts, system) {
  const known = new Set(system.libraries.split('\n').map((line) => line.trim().split(' ', 1)[0]))
  return parts.filter((part) =>
    part.library === undefined ? part.program !== undefined && !system.hasProgram(part.program) : !known.has(part.library),
  )
}

/**
 * Makes sure of parts of the system on Linux: installs what is missing when we are root on Debian, otherwise throws
 * with the command that does.
 * @param {readonly SystemPart[]} parts
 * @param {string} purpose Completes 'needed ...'.
 */
export async function ensureSystemParts(parts, purpose) {
  if (process.platform !== 'linux') return
  const missing = missingParts(parts, { libraries: listLibraries(), hasProgram })
  if (missing.length === 0) return
  const packages = missing.map((part) => part.debian)
  say(`Missing on this system, needed ${purpose}: ${missing.map((part) => part.library ?? part.program).join(', ')}`)
  if (!existsSync('/etc/debian_version')) {
    throw new Error(`Install what is missing with your system's package manager (on Debian: ${packages.join(' ')}).`)
  }
  if (process.getuid?.() !== 0) throw new Error(`Install it with: sudo apt-get install ${packages.join(' ')}`)
  await withProgress(`Installing ${packages.join(' ')}`, () => aptInstall(packages))
}

/** @param {readonly string[]} packages */
async function aptInstall(packages) {
  const env = { DEBIAN_FRONTEND: 'noninteractive' }
  await runQuietly('apt-get', ['update'], { env })
  await runQuietly('apt-get', ['install', '--yes', '--no-install-recommends', ...packages], { env })
}

function listLibraries() {
  // A normal user's PATH on Debian lacks /sbin.
  for (const ldconfig of ['/sbin/ldconfig', '/usr/sbin/ldconfig']) {
    if (existsSync(ldconfig)) return execFileSync(ldconfig, ['-p'], { encoding: 'utf8' })
  }
  throw new Error('ldconfig, which lists the installed libraries, was not found in /sbin or /usr/sbin.')
}

/**
 * @param {string} name
 * @returns {boolean}
 */
function hasProgram(name) {
  return [...(process.env['PATH'] ?? '').split(delimiter), '/sbin', '/usr/sbin'].some((folder) => {
    try {
      accessSync(join(folder, name), constants.X_OK)
      return true
    } catch {
      // Not in this folder.
      return false
    }
  })
}
