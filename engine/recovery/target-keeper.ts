import { SrvraError } from '../core/errors.ts'
import type { BackupTarget } from '../ports/backup-target.ts'
import type { Storage } from '../ports/storage.ts'
import type { BackupKey } from './seal/backup-key.ts'
import { TargetStream } from './stream/target-stream.ts'
import { prefixOf, Vault } from './vault.ts'

export interface TargetKeeperParts {
  readonly name: string
  readonly open: () => Promise<BackupTarget>
  readonly storage: Storage
  readonly key: BackupKey
  readonly now: () => number
}

/** How a target fares. */
export interface TargetStatus {
  readonly name: string
  /** `unknown` before the first contact; `lagging` when it is seconds behind; `failing` when the last attempt failed. */
  readonly state: 'unknown' | 'ok' | 'lagging' | 'failing'
  /** For how long it has not had everything. */
  readonly lagMs: number
  readonly lastSeq?: number
  /** When it last had everything. */
  readonly lastAt?: number
  readonly error?: { readonly code: string; readonly message: string }
}

/** Behind for longer than this, a target lags. */
const LAGGING_MS = 5000
const FIRST_PAUSE_MS = 1000
const LONGEST_PAUSE_MS = 60_000

/** Keeps one target up to date: one act at a time, and further attempts, ever rarer, where one fails. */
export class TargetKeeper {
  readonly #parts: TargetKeeperParts
  readonly #since: number
  #stream: TargetStream | undefined
  #queue: Promise<unknown> = Promise.resolve()
  #shipping: Promise<void> | undefined
  #currentAt: number | undefined
  #error: SrvraError | undefined
  #pauseMs = 0
  #notBefore = 0

  constructor(parts: TargetKeeperParts) {
    this.#parts = parts
    this.#since = parts.now()
  }

  get name(): string {
    return this.#parts.name
  }

  /** Set after the first contact. */
  get stream(): TargetStream | undefined {
    return this.#stream
  }

  get failing(): boolean {
    return this.#error !== undefined
  }

  /** Tells the target what is new, unless that is under way, or the last attempt failed only just now. Never rejects. */
  tick(signal: AbortSignal): void {
    if (this.#shipping || this.#parts.now() < this.#notBefore) return
    this.#shipping = this.do((stream) => stream.ship(signal), signal)
      .catch(() => undefined)
      .finally(() => {
        this.#shipping = undefined
      })
  }

  /** Runs an act on the target when those before it are done. Rejects as the act does; the status remembers it. */
  do<Result>(act: (stream: TargetStream) => Promise<Result>, signal?: AbortSignal): Promise<Result> {
    const run = async (): Promise<Result> => {
      signal?.throwIfAborted()
      try {
        const result = await act(await this.#begun(signal))
        this.#succeeded()
        return result
      } catch (error) {
        if (signal?.aborted !== true) this.#failed(error)
        throw error
      }
    }
    const done = this.#queue.then(run, run)
    this.#queue = done.catch(() => undefined)
    return done
  }

  status(): TargetStatus {
    const { name, now, storage } = this.#parts
    const cursor = this.#stream?.cursor
    const current = cursor !== undefined && cursor.seq === storage.head().seq && cursor.journal >= storage.journal.last()
    const lagMs = current ? 0 : Math.max(0, now() - (this.#currentAt ?? this.#since))
    const state = this.#error ? 'failing' : !cursor ? 'unknown' : lagMs > LAGGING_MS ? 'lagging' : 'ok'
    return {
      name,
      state,
      lagMs,
      ...(cursor ? { lastSeq: cursor.seq } : {}),
      ...(this.#currentAt === undefined ? {} : { lastAt: this.#currentAt }),
      ...(this.#error ? { error: { code: this.#error.code, message: this.#error.message } } : {}),
    }
  }

  async #begun(signal?: AbortSignal): Promise<TargetStream> {
    const { open, key, storage, now } = this.#parts
    if (!this.#stream) {
      const vault = new Vault(await open(), key, prefixOf(storage.storeId))
      const stream = new TargetStream({ storage, vault, now })
      await stream.begin(signal)
      this.#stream = stream
    }
    return this.#stream
  }

  #succeeded(): void {
    this.#error = undefined
    this.#pauseMs = 0
    this.#notBefore = 0
    this.#currentAt = this.#parts.now()
  }

  #failed(error: unknown): void {
    this.#error = error instanceof SrvraError ? error : new SrvraError('E_BACKUP_TARGET', String(error), {}, { cause: error })
    this.#pauseMs = Math.min(LONGEST_PAUSE_MS, Math.max(FIRST_PAUSE_MS, 2 * this.#pauseMs))
    this.#notBefore = this.#parts.now() + this.#pauseMs
  }
}
