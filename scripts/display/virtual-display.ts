import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { ensureSystemParts, SYSTEM_PARTS } from '../setup/system-parts.mjs'

const SCREEN = '1920x1200x24'
const START_MS = 10_000
/** Matches every host and every display number. */
const FAMILY_WILD = 0xff_ff

/** What a program needs in its environment to show windows on a display that is not its session's own. */
export type DisplayEnvironment = Readonly<Record<'DISPLAY' | 'XAUTHORITY', string>>

/** A display that nobody sees, for a machine without one. */
export interface VirtualDisplay {
  readonly env: DisplayEnvironment
  close(): Promise<void>
}

/** True where a window would have nowhere to go. macOS and Windows always have a display. */
export function lacksDisplay(platform: string, env: Record<string, string | undefined>): boolean {
  return platform === 'linux' && !env['DISPLAY'] && !env['WAYLAND_DISPLAY']
}

/** Starts Xvfb on a free display number, with a secret, so that other users of the machine cannot look in. */
export async function openVirtualDisplay(): Promise<VirtualDisplay> {
  await ensureSystemParts(SYSTEM_PARTS.display, 'to show windows without a display')
  const folder = await mkdtemp(join(tmpdir(), 'srvra-display-'))
  const authority = join(folder, 'Xauthority')
  await writeFile(authority, authorityRecord(randomBytes(16)), { mode: 0o600 })
  const server = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', SCREEN, '-nolisten', 'tcp', '-auth', authority], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
    // A group of its own: Ctrl+C must reach the window first, which would otherwise lose its display while it saves.
    detached: true,
  })
  const close = async (): Promise<void> => {
    server.kill()
    await rm(folder, { recursive: true, force: true })
  }
  try {
    return { env: { DISPLAY: `:${await displayNumber(server)}`, XAUTHORITY: authority }, close }
  } catch (error) {
    await close()
    throw error
  }
}

/** One record of an Xauthority file: family, address, display number, name of the protocol, secret. */
export function authorityRecord(cookie: Buffer): Buffer {
  const fields = [Buffer.alloc(0), Buffer.alloc(0), Buffer.from('MIT-MAGIC-COOKIE-1'), cookie]
  return Buffer.concat([uint16(FAMILY_WILD), ...fields.flatMap((field) => [uint16(field.length), field])])
}

function uint16(value: number): Buffer {
  const bytes = Buffer.alloc(2)
  bytes.writeUInt16BE(value)
  return bytes
}

/** Xvfb writes the number of its display when it is ready for clients. */
function displayNumber(server: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`Xvfb was not ready within ${START_MS / 1000} s.`)), START_MS)
    server.once('error', reject)
    server.once('exit', (code) => reject(new Error(`Xvfb ended with code ${code} before it was ready.`)))
    const ready = server.stdio[3] as Readable
    let line = ''
    ready.setEncoding('utf8').on('data', (part: string) => void (line += part))
    // To the end: the number and its line feed come apart, and a server that cannot write the second one dies of it.
    ready.once('end', () => {
      clearTimeout(timer)
      server.unref()
      resolve(line.trim())
    })
  })
}
