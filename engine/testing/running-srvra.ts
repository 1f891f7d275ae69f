import type { ChildProcess } from 'node:child_process'
import { createInterface } from 'node:readline'
import { endOf, startSrvra } from './run-srvra.ts'
import type { SrvraRun, SrvraSettings } from './run-srvra.ts'

/** A process of the command line that goes on, and what it says line by line. */
export class RunningSrvra {
  readonly child: ChildProcess
  readonly ended: Promise<SrvraRun>
  readonly #lines: string[] = []
  #wake: () => void = () => undefined
  #over = false

  constructor(args: readonly string[], settings: SrvraSettings = {}) {
    this.child = startSrvra(args, settings)
    this.ended = endOf(this.child)
    for (const stream of [this.child.stdout, this.child.stderr]) {
      if (stream) createInterface({ input: stream }).on('line', (line) => this.#heard(line))
    }
    void this.#untilEnd()
  }

  /** Waits for a line, of either stream, that was not waited for yet; lines before it are passed over. */
  async line(matches: (line: string) => boolean): Promise<string> {
    for (;;) {
      while (this.#lines.length > 0) {
        const line = this.#lines.shift() ?? ''
        if (matches(line)) return line
      }
      if (this.#over) throw new Error(`srvra ended and has not said it: ${JSON.stringify(await this.ended)}`)
      await new Promise<void>((resolve) => {
        this.#wake = resolve
      })
    }
  }

  /** The next line that is a JSON object. */
  async json(): Promise<Readonly<Record<string, unknown>>> {
    return JSON.parse(await this.line((line) => line.startsWith('{'))) as Readonly<Record<string, unknown>>
  }

  end(signal: NodeJS.Signals = 'SIGTERM'): Promise<SrvraRun> {
    this.child.kill(signal)
    return this.ended
  }

  async #untilEnd(): Promise<void> {
    await this.ended
    this.#over = true
    this.#wake()
  }

  #heard(line: string): void {
    this.#lines.push(line)
    this.#wake()
  }
}

/** A hub in a process of its own, and where it is. */
export async function startHub(
  dir: string,
  args: readonly string[] = [],
  settings?: SrvraSettings,
): Promise<{ readonly hub: RunningSrvra; readonly url: string }> {
  const hub = new RunningSrvra(['serve', '--data', dir, '--port', '0', '--json', ...args], settings)
  const { url } = await hub.json()
  return { hub, url: String(url) }
}
