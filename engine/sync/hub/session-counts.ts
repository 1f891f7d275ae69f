import type { Answer } from '../../core/protocol/frames.ts'
import { Throughput } from './throughput.ts'

/** What went over one connection. */
export class SessionCounts {
  readonly received = { frames: 0, operations: 0, bytes: 0 }
  readonly sent = { frames: 0, changes: 0, bytes: 0, bytesSaved: 0 }
  readonly answered = { committed: 0, merged: 0, conflict: 0, rejected: 0 }
  readonly throughput = new Throughput()

  countReceived(bytes: number): void {
    this.received.frames++
    this.received.bytes += bytes
  }

  countSent(bytes: number, saved: number): void {
    this.sent.frames++
    this.sent.bytes += bytes
    this.sent.bytesSaved += saved
  }

  countAnswers(answers: readonly Answer[], now: number): void {
    this.received.operations += answers.length
    this.throughput.add(now, answers.length)
    for (const { status } of answers) this.answered[status]++
  }

  countChanges(changes: number, now: number): void {
    this.sent.changes += changes
    this.throughput.add(now, changes)
  }
}
