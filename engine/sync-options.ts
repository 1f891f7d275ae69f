import { z } from 'zod'
import { SrvraError } from './core/errors.ts'
import { DEFAULT_JSON_LIMITS } from './core/json/index.ts'
import type { Hash, JsonLimits, JsonObject } from './core/json/index.ts'
import type { Clock } from './ports/clock.ts'
import type { Random } from './ports/random.ts'
import type { Storage } from './ports/storage.ts'
import type { FailureReporter } from './state/handler-failures.ts'

/** Where a durable store lies. */
export interface StoreFolder {
  readonly dir: string
  /** 'FULL' (default): an accepted write is on the disk. 'NORMAL': the last ones may be lost with the power, never torn. */
  readonly synchronous?: 'FULL' | 'NORMAL'
}

/** What `new SrvraDataSync` takes. Unknown options are refused with E_OPTION. */
export interface SyncOptions {
  /** In memory (default), in a folder (SQLite), or a store of your own. */
  readonly storage?: 'memory' | StoreFolder | Storage
  /** How many readable versions of a key are promised; older ones go at the next compaction. Default 50. */
  readonly historySize?: number
  /** False: only the current version is promised, and new versions are no events. Default true. */
  readonly enableVersioning?: boolean
  /** How many past events are kept for replay. Default 256. */
  readonly eventHistorySize?: number
  /** Who writes when a write does not say. Default 'local'. */
  readonly actor?: string
  readonly limits?: Partial<JsonLimits>
  /** JSON Schemas by key pattern; more can be registered later. */
  readonly schemas?: Readonly<Record<string, JsonObject>>
  /** Told of subscribers and handlers that fail while nobody listens to `handler-error`. Default: the console. */
  readonly onError?: FailureReporter
  readonly clock?: Clock
  readonly random?: Random
  readonly hash?: Hash

  /** These take effect when the engine has nodes to synchronize with: milliseconds between rounds, */
  readonly syncInterval?: number
  /** attempts before a round is reported as failed, */
  readonly retryAttempts?: number
  /** operations in one message, */
  readonly batchSize?: number
  /** whether messages carry deltas or whole values, */
  readonly enableDeltaUpdates?: boolean
  /** how conflicts are merged, and the confidence (0 to 1) from which on that needs no person. */
  readonly mergeStrategy?: string
  readonly autoResolveThreshold?: number
}

const count = z.int().min(1)
const func = z.custom<(...args: never[]) => unknown>((value) => typeof value === 'function', 'expected a function')
const port = (method: string) =>
  z.custom<object>(
    (value) => typeof value === 'object' && value !== null && typeof (value as Record<string, unknown>)[method] === 'function',
    `expected an object with ${method}()`,
  )
const limit = z.int().min(1).optional()

const schema = z.strictObject({
  storage: z
    .union(
      [
        z.literal('memory'),
        port('append'),
        z.strictObject({ dir: z.string().min(1), synchronous: z.enum(['FULL', 'NORMAL']).optional() }),
      ],
      "expected 'memory', { dir } or a Storage",
    )
    .default('memory'),
  historySize: count.default(50),
  enableVersioning: z.boolean().default(true),
  eventHistorySize: z.int().min(0).max(1_000_000).default(256),
  actor: z.string().min(1).max(1000).default('local'),
  limits: z.strictObject({ maxBytes: limit, maxDepth: limit, maxFields: limit, maxKeyBytes: limit }).default({}),
  schemas: z.record(z.string().min(1), z.looseObject({})).default({}),
  onError: func.optional(),
  clock: port('now').optional(),
  random: port('token').optional(),
  hash: func.optional(),
  syncInterval: count.default(30_000),
  retryAttempts: z.int().min(0).default(3),
  batchSize: count.default(100),
  enableDeltaUpdates: z.boolean().default(true),
  mergeStrategy: z.string().min(1).default('smart-merge'),
  autoResolveThreshold: z.number().min(0).max(1).default(0.8),
})

/** What options that are objects may hold. */
const MEMBERS: Readonly<Record<string, readonly string[]>> = {
  limits: Object.keys(DEFAULT_JSON_LIMITS),
  storage: ['dir', 'synchronous'],
}

/** Options with their defaults filled in. */
export type ResolvedSyncOptions = Required<Omit<SyncOptions, 'onError' | 'clock' | 'random' | 'hash' | 'limits'>> &
  Pick<SyncOptions, 'onError' | 'clock' | 'random' | 'hash'> & { readonly limits: JsonLimits }

/** Checks options and fills in defaults. Throws E_OPTION with the `option` and what is `allowed`. */
export function resolveSyncOptions(options: SyncOptions): ResolvedSyncOptions {
  const parsed = schema.safeParse(options)
  if (!parsed.success) throw optionError(parsed.error.issues[0])
  const limits = { ...DEFAULT_JSON_LIMITS, ...parsed.data.limits }
  // The schema checks what it can see of ports and functions; their signatures are TypeScript's business.
  return { ...parsed.data, limits } as ResolvedSyncOptions
}

function optionError(issue: z.core.$ZodIssue | undefined): SrvraError {
  const path = issue?.path.join('.') ?? ''
  if (issue?.code !== 'unrecognized_keys') {
    return new SrvraError('E_OPTION', `The option '${path}' is wrong: ${issue?.message ?? 'refused'}.`, {
      option: path,
      allowed: issue?.message ?? '',
    })
  }
  const option = [...issue.path, issue.keys[0]].join('.')
  const allowed = (MEMBERS[path] ?? Object.keys(schema.shape)).join(', ')
  return new SrvraError('E_OPTION', `There is no option '${option}'; the options are ${allowed}.`, { option, allowed })
}
