import type { SrvraError } from '../core/errors.ts'

/** Characters that steer a terminal or reorder what it shows: C1 controls, bidirectional overrides and isolates. */
// oxlint-disable-next-line no-control-regex -- looking for control characters is the point.
const STEERING = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g

export interface OutputStreams {
  readonly stdout: NodeJS.WriteStream
  readonly stderr: NodeJS.WriteStream
}

/**
 * Where a command writes: lines for people, or with --json one value as the last line of standard output. // C-2
 */
export class Output {
  /** Set once the command line is understood. */
  json = false
  readonly #streams: OutputStreams
  #answered = false
  #closed = false

  /** `onClosed` is called when the reader of standard output goes away, as `head` does. */
  constructor(streams: OutputStreams, onClosed: () => void) {
    this.#streams = streams
    streams.stdout.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error
      this.#closed = true
      onClosed()
    })
  }

  /** True when nobody reads standard output any more: no reason to complain. */
  get closed(): boolean {
    return this.#closed
  }

  get interactive(): boolean {
    return this.#streams.stderr.isTTY && !this.json
  }

  /** True when the reader of standard output does not keep up: `drain` waits for it. */
  get full(): boolean {
    return !this.#closed && this.#streams.stdout.writableNeedDrain
  }

  get stderr(): NodeJS.WriteStream {
    return this.#streams.stderr
  }

  /** A line for people; with --json it is left out. */
  line(text: string): void {
    if (!this.json) this.raw(`${this.#shown(text)}\n`)
  }

  /** Lines on standard error, for people, whatever goes to standard output. */
  note(text: string): void {
    if (!this.json) this.#streams.stderr.write(`${visible(text)}\n`)
  }

  /** The one JSON value of the command; without --json it is left out. */
  answer(value: unknown): void {
    if (this.json) this.answerText(JSON.stringify(value))
  }

  /** One JSON value of a command that tells things as they happen, on a line of its own; without --json it is left out. // C-13 */
  event(value: unknown): void {
    if (this.json) this.raw(`${JSON.stringify(value)}\n`)
  }

  /** Text of standard output as it is, for data. */
  raw(text: string): void {
    if (!this.#closed) this.#streams.stdout.write(text)
  }

  /** Waits until what was written is taken, so that output never piles up in memory. */
  async drain(): Promise<void> {
    const { stdout } = this.#streams
    if (!this.full) return
    await new Promise<void>((resolve) => {
      stdout.once('drain', resolve)
      stdout.once('error', () => resolve())
    })
  }

  fail(error: SrvraError, more: Readonly<Record<string, unknown>> = {}): void {
    this.#streams.stderr.write(`srvra: ${error.code}: ${visible(error.message)}\n`)
    if (this.json && !this.#answered) {
      this.answerText(JSON.stringify({ error: { code: error.code, message: error.message, details: error.details, ...more } }))
    }
  }

  answerText(text: string): void {
    this.#answered = true
    this.raw(`${text}\n`)
  }

  /** A terminal gets what steers it as escapes; a pipe gets every byte. */
  #shown(text: string): string {
    return this.#streams.stdout.isTTY ? visible(text) : text
  }
}

/** In JSON text the escapes mean the same characters, so shown JSON stays true. */
function visible(text: string): string {
  return text.replace(STEERING, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`)
}
