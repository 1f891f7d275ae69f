import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const BIN = fileURLToPath(new URL('../cli/bin.js', import.meta.url))

export interface SrvraRun {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
  /** The last line of standard output as JSON; undefined when it is none. */
  readonly json: unknown
}

export interface SrvraSettings {
  readonly cwd?: string
  readonly env?: Readonly<Record<string, string>>
  /** What standard input holds. */
  readonly input?: string
  /** Arguments of Node.js itself. */
  readonly node?: readonly string[]
}

/** Starts the real command line as a process of its own. */
export function startSrvra(args: readonly string[], { cwd, env, node = [] }: SrvraSettings = {}): ChildProcess {
  return spawn(process.execPath, [...node, BIN, ...args], { cwd, env: { ...process.env, SRVRA_DATA: '', SRVRA_DEBUG: '', ...env } })
}

/** Runs it to its end. */
export function runSrvra(args: readonly string[], settings: SrvraSettings = {}): Promise<SrvraRun> {
  const child = startSrvra(args, settings)
  child.stdin?.end(settings.input ?? '')
  return endOf(child)
}

/** What a started process has said when it ends. */
export function endOf(child: ChildProcess): Promise<SrvraRun> {
  let stdout = ''
  let stderr = ''
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (stdout += text))
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (stderr += text))
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code) => resolve({ code, stdout, stderr, json: parseLast(stdout) }))
  })
}

function parseLast(stdout: string): unknown {
  try {
    return JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '')
  } catch {
    return undefined
  }
}
