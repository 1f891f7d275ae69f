import { SrvraError } from '../../core/errors.ts'
import type { Scheduler } from '../../ports/scheduler.ts'
import type { ClientRegistry } from './client-registry.ts'

/** How long what is known of replicas may stay unwritten. */
const WRITE_MS = 1000

/** Tells whoever listens that something about clients is new, and has it written down soon. */
export class ClientNews {
  readonly #clients: ClientRegistry
  readonly #scheduler: Scheduler
  readonly #listeners = new Set<() => void>()
  #writeDue = false
  #closed = false

  constructor(clients: ClientRegistry, scheduler: Scheduler) {
    this.#clients = clients
    this.#scheduler = scheduler
  }

  /** The returned function ends it. */
  onNews(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  tell(): void {
    if (!this.#writeDue && !this.#closed) {
      this.#writeDue = true
      this.#scheduler.after(WRITE_MS, () => {
        this.#writeDue = false
        if (!this.#closed) this.#write()
      })
    }
    for (const listener of this.#listeners) listener()
  }

  /** Writes for the last time. */
  close(): void {
    this.#closed = true
    this.#write()
  }

  /** What is known of replicas may wait when nothing can be written now; it is written again with the next news. */
  #write(): void {
    try {
      this.#clients.write()
    } catch (error) {
      if (!(error instanceof SrvraError)) throw error
    }
  }
}
