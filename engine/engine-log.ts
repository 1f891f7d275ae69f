import type { Log } from './ports/log.ts'
import { reportUnforeseen } from './report-unforeseen.ts'
import type { SrvraEventBus } from './state/event-bus.ts'
import { NETWORK_STATUS, RECONNECTING, SYNC_ERROR, WRITE_FAILED } from './state/event-types.ts'
import { reportToConsole } from './state/handler-failures.ts'
import type { FailureReporter } from './state/handler-failures.ts'
import { noteOfError } from './support/logs/note-of-error.ts'
import type { ListenState } from './sync/hub/client-view.ts'

/** Where a part of the engine says what nobody foresaw: at the terminal, and in the log where there is one. */
export function reporterOf(log: Log | undefined, component: string): (error: unknown) => void {
  return (error) => {
    log?.write(noteOfError(error, component))
    reportUnforeseen(error)
  }
}

interface Reporting {
  readonly log?: Log
  readonly onError?: FailureReporter
}

/** As `onError`, and in the log. What failed is told without the key that it was told about. */
export function failureReporterOf({ log, onError }: Reporting): FailureReporter | undefined {
  if (!log) return onError
  return (failure) => {
    log.write(noteOfError(failure.error, 'subscriber'))
    ;(onError ?? reportToConsole)(failure)
  }
}

/** Writes what befalls an engine. Keys and values are the documents' own business. // U-16 */
export function followEngine(bus: SrvraEventBus, log: Log): void {
  bus.subscribe(SYNC_ERROR, ({ code }) => {
    log.write({ level: 'warn', component: 'replica', code, message: 'The hub could not be synchronized with.' })
  })
  bus.subscribe(NETWORK_STATUS, (status) => {
    log.write({ level: 'info', component: 'replica', message: `The connection to the hub is ${status}.` })
  })
  bus.subscribe(RECONNECTING, ({ attempt, delayMs }) => {
    const message = `Attempt ${attempt} to connect follows in ${Math.round(delayMs)} ms.`
    log.write({ level: 'debug', component: 'replica', message })
  })
  bus.subscribe(WRITE_FAILED, ({ error }) => log.write(noteOfError(error, 'store')))
}

/** Writes where a hub listens as it changes; that it does not yet is no news. */
export function listeningNotes(log: Log): (state: ListenState) => void {
  let before: ListenState['status'] = 'off'
  return (state) => {
    if (state.status !== before) noteListening(log, state)
    before = state.status
  }
}

function noteListening(log: Log, state: ListenState): void {
  const component = 'hub'
  if (state.status === 'listening') log.write({ level: 'info', component, message: `The hub listens on port ${state.port}.` })
  else if (state.status === 'off') log.write({ level: 'info', component, message: 'The hub does not listen.' })
  else if (state.status === 'failed') log.write({ level: 'error', component, code: state.code, message: state.message })
}
