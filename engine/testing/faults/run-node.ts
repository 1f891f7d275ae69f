import { spawn } from 'node:child_process'
import type { ChildProcessByStdio } from 'node:child_process'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable, Writable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import type { NodePlan } from './sync-node.ts'
import { wrongClock } from './wrong-clock.ts'

const NODE = fileURLToPath(new URL('sync-node.ts', import.meta.url))

/** A hub or a replica at work in a process of its own. */
export class RunningNode {
  readonly lines: string[] = []
  readonly #process: ChildProcessByStdio<Writable, Readable, null>
  readonly #gone: Promise<void>
  readonly #waiting: (() => void)[] = []
  #rest = ''

  /** `clock` is a wrong clock, such as '+24h' or '-1h x100'. */
  constructor(plan: NodePlan, clock?: string) {
    const cache = { NODE_COMPILE_CACHE: join(tmpdir(), 'srvra-compile-cache') }
    const env = { ...process.env, ...cache, ...(clock === undefined ? {} : wrongClock(clock)) }
    this.#process = spawn(process.execPath, [NODE, JSON.stringify(plan)], { stdio: ['pipe', 'pipe', 'inherit'], env })
    this.#process.stdin.on('error', () => undefined)
    this.#process.stdout.on('data', (data: Buffer) => this.#hear(data.toString()))
    this.#gone = new Promise((resolve) => this.#process.on('close', () => resolve()))
    void this.#gone.then(() => this.#wake())
  }

  /** The first line that begins so; rejects when the process ends before it says it. */
  async said(beginning: string): Promise<string> {
    for (;;) {
      const line = this.lines.find((candidate) => candidate.startsWith(beginning))
      if (line !== undefined) return line
      if (this.#process.exitCode !== null || this.#process.signalCode !== null)
        throw new Error(`The process ended before it said '${beginning}': ${this.lines.slice(-5).join(' | ')}`)
      await new Promise<void>((resolve) => this.#waiting.push(resolve))
    }
  }

  /** Asks it to finish in order. */
  finish(): void {
    this.#process.stdin.write('finish\n')
  }

  /** Ends its input: a hub closes in order. */
  end(): Promise<void> {
    this.#process.stdin.end()
    return this.#gone
  }

  kill(): Promise<void> {
    this.#process.kill('SIGKILL')
    return this.#gone
  }

  #hear(text: string): void {
    const lines = (this.#rest + text).split('\n')
    this.#rest = lines.pop() ?? ''
    this.lines.push(...lines)
    this.#wake()
  }

  #wake(): void {
    for (const wake of this.#waiting.splice(0)) wake()
  }
}
