import type { KeyObject } from 'node:crypto'
import type { Storage } from '../../ports/storage.ts'
import type { LinkedEntry } from './audit-entry.ts'
import type { Problems } from './problems.ts'
import { RESTORED } from './standing-notes.ts'
import { readHead } from './signed-head.ts'
import type { AuditHead } from './signed-head.ts'
import type { TrailStart } from './trail-ends.ts'

export interface HeadCheckParts {
  readonly storage: Storage
  readonly publicKey: KeyObject
  readonly problems: Problems
}

/** Where the trail goes on in a later life of its store: what came after that in the earlier one is no more. */
export interface TrailRestore {
  readonly n: number
  readonly epoch: number
  /** Milliseconds since 1970. */
  readonly at: number
}

/** What was signed, and held. */
export interface HeadFindings {
  readonly count: number
  /** The newest entry that a head vouches for; 0 when none does. */
  readonly through: number
  readonly at: number | undefined
  readonly restores: readonly TrailRestore[]
}

/** Holds what was signed against what is there. */
export class HeadCheck {
  readonly #parts: HeadCheckParts
  /** By entry: the heads that vouch for it. */
  readonly #heads = new Map<number, AuditHead[]>()
  /** Where later lives of the store began: heads of earlier lives say nothing of what is there from here on. */
  readonly #restored: TrailRestore[] = []
  #count = 0
  #newest: AuditHead | undefined

  constructor(parts: HeadCheckParts, lines: Iterable<string>, start: TrailStart) {
    this.#parts = parts
    for (const line of lines) this.#take(line, start)
    this.#checkStart(start)
  }

  pass({ n, at, link, action, details }: LinkedEntry): void {
    if (action === RESTORED) this.#restored.push({ n, epoch: Number(details?.['epoch']), at })
    for (const head of this.#heads.get(n) ?? []) {
      if (head.link === link) this.#confirm(head)
      else if (!this.#ended(head)) this.#rewritten(head)
    }
    this.#heads.delete(n)
  }

  /** `last` is the newest entry that is there. */
  finish(last: number): HeadFindings {
    const beyond = [...this.#heads.values()].flat().filter((head) => head.n > last && !this.#ended(head))
    const furthest = beyond.toSorted((a, b) => b.n - a.n)[0]
    if (furthest) {
      const message = `The trail ends at entry ${last}, and ${instant(furthest.at)} it had ${furthest.n}: what came after ${last} was cut off.`
      this.#parts.problems.add({ code: 'TRAIL_CUT', n: last + 1, message })
    }
    if (this.#count === 0 && last > 0)
      this.#parts.problems.add({
        code: 'HEADS_MISSING',
        message: 'There is no signed head: nothing proves that the trail is the one that was written.',
      })
    return { count: this.#count, through: this.#newest?.n ?? 0, at: this.#newest?.at, restores: this.#restored }
  }

  #take(line: string, start: TrailStart): void {
    const { storage, publicKey, problems } = this.#parts
    const read = readHead(line, publicKey)
    if ('problem' in read) {
      problems.add({ code: read.problem, message: `${WORDS[read.problem]}: ${line.slice(0, 120)}` })
      return
    }
    const { head } = read
    if (head.store !== storage.storeId) return
    this.#count++
    // Of what was let go of, only the last entry's link is known.
    if (head.n < start.n) return
    this.#heads.set(head.n, [...(this.#heads.get(head.n) ?? []), head])
  }

  #checkStart({ n, link }: TrailStart): void {
    for (const head of this.#heads.get(n) ?? []) if (head.link !== link && n > 0) this.#rewritten(head)
    this.#heads.delete(n)
  }

  /** The store was restored to a time before this head: it vouched for what is no more. */
  #ended(head: AuditHead): boolean {
    return this.#restored.some(({ n, epoch }) => epoch > head.epoch && head.n >= n)
  }

  #confirm(head: AuditHead): void {
    if (head.n >= (this.#newest?.n ?? 0)) this.#newest = head
    const { storage, problems } = this.#parts
    if (head.chain === '' || head.seq < storage.horizon().seq || head.seq > storage.head().seq) return
    if (storage.link(head.seq) === head.chain) return
    const message = `The log up to change ${head.seq} is not the one that was signed ${instant(head.at)}.`
    problems.add({ code: 'LOG_REWRITTEN', n: head.n, seq: head.seq, message })
  }

  #rewritten({ n, at }: AuditHead): void {
    const message = `Entry ${n} is not the one that was signed ${instant(at)}: the trail up to there was written anew.`
    this.#parts.problems.add({ code: 'TRAIL_REWRITTEN', n, message })
  }
}

const WORDS = {
  HEAD_FORGED: 'The signature of a head does not hold',
  HEAD_UNREADABLE: 'A line is no head of a trail',
  HEAD_OTHER_KEY: 'A head was signed with another key',
} as const

function instant(at: number): string {
  return `at ${new Date(at).toISOString()}`
}
