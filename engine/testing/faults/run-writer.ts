import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'
import type { WriterPlan } from './writer.ts'

const WRITER = fileURLToPath(new URL('writer.ts', import.meta.url))

/** A writer at work in a process of its own. */
export interface RunningWriter {
  readonly process: ChildProcess
  /** Resolves with the first line. */
  readonly started: Promise<void>
  /** Resolves with all it has said, when it is gone. */
  readonly ended: Promise<string>
}

/** A program and its arguments, or none. */
export type Command = readonly [] | readonly [string, ...string[]]

/** Starts a writer, behind a command such as strace if one is given. */
export function startWriter(
  plan: WriterPlan,
  command: readonly [] | readonly [string, ...string[]] = [],
  scratch = tmpdir(),
): RunningWriter {
  const [program, ...rest] = [...command, process.execPath, WRITER, JSON.stringify(plan)]
  const env = { ...process.env, NODE_COMPILE_CACHE: join(scratch, 'srvra-compile-cache') }
  const child = spawn(program, rest, { stdio: ['ignore', 'pipe', 'inherit'], env })
  let said = ''
  const started = new Promise<void>((resolve) => {
    child.stdout.on('data', (data: Buffer) => {
      said += data.toString()
      resolve()
    })
    child.on('close', () => resolve())
  })
  const ended = new Promise<string>((resolve, reject) => {
    child.on('error', reject)
    child.on('close', () => resolve(said))
  })
  return { process: child, started, ended }
}

/** The last position that was acknowledged in whole lines. */
export function lastAcknowledged(said: string): number {
  return Math.max(0, ...[...said.matchAll(/^ack (\d+)\n/gm)].map(([, seq]) => Number(seq)))
}

/** A folder that is gone when the test is over. */
export function scratchFolder(): string {
  const dir = mkdtempSync(join(tmpdir(), 'srvra-fault-'))
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }))
  return dir
}
