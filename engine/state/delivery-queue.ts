import { SrvraError } from '../core/errors.ts'

/** How many deliveries may each cause the next before the chain is taken for a loop. */
const MAX_DELIVERY_DEPTH = 64

/** Tells others about something. Must not throw: whoever is told is isolated inside. */
export type Delivery = () => void

/**
 * Delivers in order. What a delivery causes waits until that delivery is complete, so that everyone sees everything
 * in one order and the stack does not grow (E-5).
 */
export class DeliveryQueue {
  #waiting: { readonly deliver: Delivery; readonly depth: number }[] = []
  #depth = -1

  /** Delivers now, or after what is being delivered. Throws E_DELIVERY_DEPTH instead of running on for ever. */
  push(deliver: Delivery): void {
    if (this.#depth >= 0) {
      this.assertDepth()
      this.#waiting.push({ deliver, depth: this.#depth + 1 })
      return
    }
    this.#depth = 0
    try {
      deliver()
      if (this.#waiting.length > 0) this.#drain()
    } finally {
      this.#depth = -1
    }
  }

  /** Throws E_DELIVERY_DEPTH when one more delivery would make the chain too long; for asking before a commit. */
  assertDepth(): void {
    if (this.#depth < MAX_DELIVERY_DEPTH) return
    const message = `A subscriber's write or event led to another one ${MAX_DELIVERY_DEPTH} times in a row: break the loop, for example by a filter.`
    throw new SrvraError('E_DELIVERY_DEPTH', message, { limit: MAX_DELIVERY_DEPTH })
  }

  #drain(): void {
    for (let i = 0; i < this.#waiting.length; i++) {
      const next = this.#waiting[i]
      if (!next) break
      this.#depth = next.depth
      next.deliver()
    }
    this.#waiting = []
  }
}
