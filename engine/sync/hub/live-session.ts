import { SrvraError } from '../../core/errors.ts'
import type { JsonObject } from '../../core/json/index.ts'
import type { Answer, Applied, Compare, Fetch, Hello, ReceivedFrame, ReceivedPush, Report } from '../../core/protocol/frames.ts'
import type { Identity } from '../../ports/authenticator.ts'
import { policyOfIdentity } from './identity-policy.ts'
import type { FrameChannel } from './frame-channel.ts'
import { resumption } from './greeting.ts'
import type { HubContext } from './hub-context.ts'
import { intersection, scopeOf } from '../../core/query/scope.ts'
import type { Scope } from '../../core/query/scope.ts'
import { listingPage, wireDocuments } from './session-reads.ts'
import { SessionStream } from './session-stream.ts'

/** What goes wrong in a session, and what that means for it. */
export interface SessionTrouble {
  /** The frame is refused, the connection stays. */
  readonly complain: (error: SrvraError, id?: number) => void
  /** The connection is closed. */
  readonly fail: (error: unknown) => void
}

/** A replica that was let in: takes its frames and streams to it. */
export class LiveSession {
  readonly replica: string
  readonly identity: Identity
  roundTripMs: number | undefined
  readonly #context: HubContext
  readonly #channel: FrameChannel
  readonly #trouble: SessionTrouble
  readonly #stream: SessionStream
  readonly #reports = new Map<number, (report: Report | undefined) => void>()
  readonly resume: 'log' | 'snapshot'
  #unanswered = 0
  #lastReport = 0

  constructor(context: HubContext, channel: FrameChannel, hello: Hello, identity: Identity, trouble: SessionTrouble) {
    this.#context = context
    this.#channel = channel
    this.#trouble = trouble
    this.replica = hello.replica
    this.identity = identity
    const scope = this.#readable(hello.patterns)
    const { since, snapshot } = resumption(hello, scope, context.storage)
    this.resume = snapshot ? 'snapshot' : 'log'
    const sink = {
      get bufferedBytes() {
        return channel.bufferedBytes
      },
      sendText: (text: string, saved: number) => channel.sendText(text, saved),
      countChanges: (changes: number) => channel.counts.countChanges(changes, context.clock.now()),
    }
    this.#stream = new SessionStream(context, sink, scope, since, snapshot)
    const appliedSeq = hello.hub === undefined ? 0 : hello.since
    this.#note({
      name: hello.name ?? hello.replica,
      identity: identity.name,
      address: channel.address,
      patterns: hello.patterns,
      appliedSeq,
    })
  }

  get catchingUp(): boolean {
    return this.#stream.catchingUp
  }

  /** What it is sent. */
  get scope(): Scope {
    return this.#stream.scope
  }

  pump(): void {
    this.#stream.pump()
  }

  /** Tells the reader how far he is, for a quiet time. */
  tell(): void {
    this.#stream.tell()
  }

  receive(frame: Exclude<ReceivedFrame, Hello>): void {
    const now = this.#context.clock.now()
    switch (frame.type) {
      case 'push':
        return this.#push(frame)
      case 'applied':
        return this.#applied(frame)
      case 'subscribe':
        this.#note({ patterns: frame.patterns })
        return this.#stream.subscribe(this.#readable(frame.patterns))
      case 'fetch':
        return this.#fetch(frame)
      case 'ask-digest':
        return this.#digest(frame.id)
      case 'compare':
        return this.#compare(frame)
      case 'report':
        return this.#report(frame)
      case 'ping':
        return this.#channel.send({ type: 'pong', t: frame.t })
      case 'pong':
        this.roundTripMs = Math.max(0, now - frame.t)
    }
  }

  /** Asks the replica what it holds; tells undefined when it goes before it answers. */
  inspect(tell: (report: Report | undefined) => void): void {
    const id = ++this.#lastReport
    this.#reports.set(id, tell)
    this.#channel.send({ type: 'inspect', id })
  }

  end(): void {
    this.#stream.end()
    for (const tell of this.#reports.values()) tell(undefined)
    this.#reports.clear()
    this.#note({})
  }

  #readable(patterns: readonly string[]): Scope {
    return intersection(scopeOf(patterns), policyOfIdentity(this.identity).whole)
  }

  #push({ id, operations }: ReceivedPush): void {
    const { intake, settings } = this.#context
    if (++this.#unanswered > settings.unansweredPushes)
      return this.#trouble.fail(new SrvraError('E_FLOOD', `More than ${settings.unansweredPushes} pushes wait for their answer.`))
    intake.submit({
      replica: this.replica,
      identity: this.identity,
      operations,
      answered: (answers) => this.#answer(id, answers),
      failed: (error) => {
        this.#unanswered--
        if (error instanceof SrvraError) this.#trouble.complain(error, id)
        else this.#trouble.fail(error)
      },
    })
  }

  #answer(id: number, answers: readonly Answer[]): void {
    this.#unanswered--
    for (const answer of answers) {
      if (answer.status === 'committed' || answer.status === 'merged') this.#stream.ownChange(answer.seq)
    }
    this.#channel.counts.countAnswers(answers, this.#context.clock.now())
    this.#channel.send({ type: 'answers', id, answers })
  }

  #applied({ seq, pending, deadLetters, deadlines }: Applied): void {
    const head = this.#context.storage.head().seq
    this.#note({ appliedSeq: Math.min(seq, head), pending, deadLetters, deadlines })
  }

  #fetch({ id, keys }: Fetch): void {
    const { storage, hash } = this.#context
    const { documents, missing } = wireDocuments(storage, this.#stream.scope, keys, hash)
    const at = storage.head().seq
    for (const part of documents.length === 0 ? [[]] : documents) {
      this.#channel.send({
        type: 'documents',
        id,
        at,
        documents: part,
        missing: part === documents.at(-1) || documents.length === 0 ? missing : [],
      })
    }
  }

  #digest(id: number): void {
    this.#context.digests.ask(this.#stream.scope, ({ at, digest, count }) => {
      // What the digest counts has to be on its way before it, and where the reader is by then.
      this.#stream.pump()
      this.#stream.tell()
      this.#channel.send({ type: 'digest', id, at, digest, count })
    })
  }

  #compare({ id, after }: Compare): void {
    const { storage } = this.#context
    const { documents, done } = listingPage(storage, this.#stream.scope, after)
    this.#channel.send({ type: 'listing', id, at: storage.head().seq, documents, done })
  }

  #report(report: Report): void {
    this.#reports.get(report.id)?.(report)
    this.#reports.delete(report.id)
  }

  #note(news: JsonObject | object): void {
    this.#context.clients.note(this.replica, { ...news, lastSeenAt: this.#context.clock.now() })
  }
}
