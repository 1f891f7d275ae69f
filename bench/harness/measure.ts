/** Wall time and processor time of a piece of work, per operation. */
export interface Timing {
  readonly perSecond: number
  readonly cpuMicros: number
}

/** Runs `operations` steps in a row and times them as a whole. */
export async function timed(operations: number, step: (index: number) => unknown): Promise<Timing> {
  const cpuBefore = process.cpuUsage()
  const before = process.hrtime.bigint()
  for (let index = 0; index < operations; index += 1) {
    const pending = step(index)
    if (pending instanceof Promise) await pending
  }
  const seconds = Number(process.hrtime.bigint() - before) / 1e9
  const cpu = process.cpuUsage(cpuBefore)
  return { perSecond: operations / seconds, cpuMicros: (cpu.user + cpu.system) / operations }
}

/** Times each step on its own, in milliseconds, sorted: for percentiles. */
export function timedEach(operations: number, step: (index: number) => void): Float64Array {
  const times = new Float64Array(operations)
  for (let index = 0; index < operations; index += 1) {
    const before = performance.now()
    step(index)
    times[index] = performance.now() - before
  }
  return times.toSorted()
}

export function percentile(sorted: Float64Array, share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}

/** Median time of a step in microseconds over batches: for work far below the clock's resolution. */
export function microsPerCall(batches: number, callsPerBatch: number, call: (index: number) => unknown): number {
  const times: number[] = []
  let sink: unknown
  for (let batch = 0; batch < batches; batch += 1) {
    const before = performance.now()
    for (let index = 0; index < callsPerBatch; index += 1) sink = call(index)
    times.push(((performance.now() - before) * 1000) / callsPerBatch)
  }
  if (sink === times) throw new Error('unreachable: keeps the result alive')
  return times.toSorted((a, b) => a - b)[times.length >> 1] ?? Number.NaN
}
