import { DEFAULT_JSON_LIMITS } from '../../core/json/index.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Scheduler } from '../../ports/scheduler.ts'
import type { Storage } from '../../ports/storage.ts'
import type { Accept, Connection, Transport } from '../../ports/transport.ts'
import { SrvraEventBus } from '../../state/event-bus.ts'
import { SrvraStateManager } from '../../state/srvra-state-manager.ts'
import type { VirtualTime } from '../virtual-time.ts'

/** A process that can be killed: from that instant on nothing of it runs, whatever it had asked for. */
export class Life {
  #over = false

  get over(): boolean {
    return this.#over
  }

  end(): void {
    this.#over = true
  }

  /** Timers that die with it. */
  scheduler(time: VirtualTime): Scheduler {
    return {
      after: (delayMs, task) =>
        time.after(delayMs, () => {
          if (!this.#over) task()
        }),
    }
  }

  /** Connections that die with it: a process that is gone says nothing more. */
  accept(accept: Accept): Accept {
    return (connection) => {
      const events = accept(this.#guarded(connection))
      return {
        onMessage: (message) => this.#while(() => events.onMessage(message)),
        onDrain: () => this.#while(() => events.onDrain()),
        onClose: (closing) => this.#while(() => events.onClose(closing)),
      }
    }
  }

  /** Connecting, and what comes of it, that dies with it. */
  transport(transport: Transport): Transport {
    return {
      connect: (url, options, open, failed) =>
        transport.connect(url, options, this.accept(open), (closing) => this.#while(() => failed(closing))),
    }
  }

  #guarded(connection: Connection): Connection {
    return {
      get bufferedBytes() {
        return connection.bufferedBytes
      },
      remoteAddress: connection.remoteAddress,
      send: (message) => this.#while(() => connection.send(message)),
      close: (code, reason) => this.#while(() => connection.close(code, reason)),
      terminate: () => this.#while(() => connection.terminate()),
    }
  }

  #while(act: () => void): void {
    if (!this.#over) act()
  }
}

/** What an engine consists of on a store. */
export interface SimulatedEngine {
  readonly storage: Storage
  readonly state: SrvraStateManager
  readonly eventBus: SrvraEventBus
  readonly clock: Clock
}

export function createEngine(storage: Storage, clock: Clock, onError: (error: unknown) => void): SimulatedEngine {
  const eventBus = new SrvraEventBus({ clock, historySize: 0, onError: ({ error }) => onError(error) })
  const state = new SrvraStateManager({
    storage,
    eventBus,
    clock,
    enableVersioning: true,
    historySize: 50,
    limits: DEFAULT_JSON_LIMITS,
    actor: 'author',
  })
  return { storage, state, eventBus, clock }
}
