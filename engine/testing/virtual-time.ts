import type { Clock } from '../ports/clock.ts'
import type { Scheduler } from '../ports/scheduler.ts'

interface Task {
  readonly at: number
  readonly order: number
  readonly run: () => void
  cancelled: boolean
}

/** Time that passes only when it is told to. Everything that waits for it runs in order, the earliest first. */
export class VirtualTime implements Clock, Scheduler {
  readonly #heap: Task[] = []
  #now: number
  #order = 0

  constructor(now = 1_800_000_000_000) {
    this.#now = now
  }

  now(): number {
    return this.#now
  }

  after(delayMs: number, run: () => void): () => void {
    const task: Task = { at: this.#now + Math.max(0, delayMs), order: ++this.#order, run, cancelled: false }
    push(this.#heap, task)
    return () => {
      task.cancelled = true
    }
  }

  /** How many tasks wait, cancelled ones included. */
  get waiting(): number {
    return this.#heap.length
  }

  /** Whether any task waits for then or earlier. */
  waitsBefore(until: number): boolean {
    const next = this.#heap[0]
    return next !== undefined && next.at <= until
  }

  /** Runs the next task, and moves time to it; false when none waits before `until`. */
  step(until = Infinity): boolean {
    for (let next = this.#heap[0]; next && next.at <= until; next = this.#heap[0]) {
      pop(this.#heap)
      if (next.cancelled) continue
      this.#now = Math.max(this.#now, next.at)
      next.run()
      return true
    }
    return false
  }

  /** Lets so many milliseconds pass. */
  advance(ms: number): void {
    const until = this.#now + ms
    while (this.step(until));
    this.#now = until
  }

  /** Runs what is due now, and what that makes due. */
  settle(): void {
    while (this.step(this.#now));
  }
}

/** The clock of a machine whose clock is wrong, by an amount that may change. */
export class SkewedClock implements Clock {
  skewMs: number
  readonly #time: Clock

  constructor(time: Clock, skewMs = 0) {
    this.#time = time
    this.skewMs = skewMs
  }

  now(): number {
    return this.#time.now() + this.skewMs
  }

  /** Nobody sets it. */
  monotonic(): number {
    return this.#time.now()
  }
}

function isBefore(left: Task, right: Task): boolean {
  return left.at === right.at ? left.order < right.order : left.at < right.at
}

function push(heap: Task[], task: Task): void {
  let index = heap.length
  heap.push(task)
  while (index > 0) {
    const parent = (index - 1) >> 1
    if (!isBefore(task, heap[parent] as Task)) break
    heap[index] = heap[parent] as Task
    index = parent
  }
  heap[index] = task
}

function pop(heap: Task[]): void {
  const last = heap.pop() as Task
  if (heap.length === 0) return
  let index = 0
  for (;;) {
    let child = 2 * index + 1
    if (child >= heap.length) break
    if (child + 1 < heap.length && isBefore(heap[child + 1] as Task, heap[child] as Task)) child++
    if (!isBefore(heap[child] as Task, last)) break
    heap[index] = heap[child] as Task
    index = child
  }
  heap[index] = last
}
