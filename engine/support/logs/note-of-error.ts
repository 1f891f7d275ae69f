import { SrvraError } from '../../core/errors.ts'
import type { LogNote } from '../../ports/log.ts'

/** What JavaScript engines say of code alone. Any other message may quote what the code was working on. */
const ABOUT_CODE = [
  /^Cannot (read|set) properties of (undefined|null)( \((reading|setting) '[\w$]{1,60}'\))?$/,
  /^[\w$.]{1,80} is not (a function|a constructor|iterable|defined)$/,
  /^Maximum call stack size exceeded$/,
  /^Invalid (array|string|typed array) length/,
  /^Assignment to constant variable\.$/,
]
const MOST_FRAMES = 20
/** Of a path in a frame: from a folder of the program on, and no name of anybody's. */
const OWN_PART = /(?:.*[/\\])?((?:engine|out|node_modules)[/\\].+)$|.*?(node:.+)$|.*?([^/\\]+)$/s

/**
 * An error as a log may keep it. The sentences of engine errors name no values; the message of any other error may quote
 * a document, so unless it is about code alone it is left out. Frames are kept, without the folders they lie in. // U-16
 */
export function noteOfError(error: unknown, component: string): LogNote {
  const stack = error instanceof Error ? framesOf(error) : ''
  const code = codeOf(error)
  return {
    level: 'error',
    component,
    message: messageOf(error),
    ...(code === undefined ? {} : { code }),
    ...(stack === '' ? {} : { stack }),
  }
}

function messageOf(error: unknown): string {
  if (error instanceof SrvraError) return error.message
  if (!(error instanceof Error)) return `Something that is no error was thrown (${typeof error}).`
  const { syscall } = error as NodeJS.ErrnoException
  const code = codeOf(error)
  if (code !== undefined && typeof syscall === 'string') return `The system refused '${syscall}' (${code}).`
  if (error.name === 'SqliteError') return `SQLite refused (${code ?? 'no code'}).`
  if (ABOUT_CODE.some((form) => form.test(error.message))) return `${nameOf(error)}: ${error.message}`
  return `${nameOf(error)}, with a message of ${error.message.length} characters that is left out: it may quote data.`
}

/** A name is anybody's to set. */
function nameOf({ name }: Error): string {
  return /^[A-Za-z]{1,40}$/.test(name) ? name : 'Error'
}

function codeOf(error: unknown): string | undefined {
  const { code } = (typeof error === 'object' ? (error ?? {}) : {}) as { readonly code?: unknown }
  return typeof code === 'string' && /^[A-Z][A-Z\d_]{1,60}$/.test(code) ? code : undefined
}

function framesOf({ stack = '', message }: Error): string {
  // The message stands before the frames, and may have lines that look like some.
  const after = message === '' ? 0 : stack.indexOf(message) + message.length
  const frames = stack
    .slice(after)
    .split('\n')
    .filter((line) => /^\s+at .+:\d+:\d+\)?$/.test(line))
  return frames.slice(0, MOST_FRAMES).map(shortFrame).join('\n')
}

function shortFrame(frame: string): string {
  const [, name = '', path = '', place = ''] = /^\s+at (?:(.*?) \()?(.+?)(:\d+:\d+)\)?$/.exec(frame) ?? []
  const short = path.replace(OWN_PART, (_whole, own?: string, built?: string, last?: string) => own ?? built ?? last ?? '')
  return name === '' ? `at ${short}${place}` : `at ${name} (${short}${place})`
}
