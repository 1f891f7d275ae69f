import { z } from 'zod'
import { SrvraError } from './core/errors.ts'
import { DEFAULT_JSON_LIMITS } from './core/json/index.ts'
import type { Hash, JsonLimits, JsonObject } from './core/json/index.ts'
import type { Priority } from './core/log/change.ts'
import type { RuleSet } from './core/merge/index.ts'
import type { LoadBalancing } from './core/session/node-choice.ts'
import type { ListenOptions } from './open-hub.ts'
import type { AuditOptions } from './security/audit/audit-options.ts'
import type { Clock } from './ports/clock.ts'
import type { Codec } from './ports/codec.ts'
import type { Log } from './ports/log.ts'
import type { Random } from './ports/random.ts'
import type { Scheduler } from './ports/scheduler.ts'
import type { Storage } from './ports/storage.ts'
import type { Transport } from './ports/transport.ts'
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
  /** Where the engine writes what befalls it, without keys, values and secrets, such as a `FileLog`. Default: nowhere. */
  readonly log?: Log
  /** Puts on record who does what. A store keeps it: whoever opens it later without a word on it audits in the same way. */
  readonly audit?: AuditOptions
  readonly clock?: Clock
  readonly random?: Random
  readonly hash?: Hash

  /** Makes this engine a hub: where replicas connect, and who may. Begins to listen by itself; see `listening`. */
  readonly listen?: ListenOptions
  /** Makes this engine a replica of the hub at these nodes (`wss://...`, `ws://...`, or a host name). Connects by itself. */
  readonly nodes?: readonly string[]
  /** What a replica shows to its hub, and how it is called there. */
  readonly token?: string
  readonly replicaName?: string
  /** Key patterns that a replica holds. Default: all. */
  readonly subscribe?: readonly string[]
  /** Which node is taken, and whether another one is when it fails. */
  readonly loadBalancing?: LoadBalancing
  readonly failoverStrategy?: 'auto' | 'none'
  /** Within what time operations are to be answered, such as `2s`; for all keys or by pattern. */
  readonly syncSLA?: string | Readonly<Record<string, string>>
  /** The lane of writes that name none. */
  readonly priority?: Priority
  /** Whether deadlines are counted for the SLA view. They are, in any case; the option is taken for completeness. */
  readonly monitoring?: boolean
  /** PEM texts of authorities that nodes may be certified by, beside the system's. */
  readonly ca?: string
  readonly transport?: Transport
  readonly scheduler?: Scheduler
  readonly codec?: Codec

  /** How often a replica makes sure, in a quiet time, that it has what the hub has; milliseconds. */
  readonly syncInterval?: number
  /** Attempts to connect, in a row, after which a replica counts as offline. They go on. */
  readonly retryAttempts?: number
  /** Operations in one message. */
  readonly batchSize?: number
  /** Whether messages carry deltas or whole values. */
  readonly enableDeltaUpdates?: boolean
  /** Whether messages are compressed, and from how many bytes on. */
  readonly compression?: boolean
  readonly compressionThreshold?: number
  /** How conflicts are merged, and the confidence (0 to 1) from which on that needs no person. */
  readonly mergeStrategy?: string
  readonly autoResolveThreshold?: number
  /** Rules for keys and paths whose edits can be put together, such as counters; see RuleSet. */
  readonly mergeRules?: RuleSet
}

const count = z.int().min(1)
const func = z.custom<(...args: never[]) => unknown>((value) => typeof value === 'function', 'expected a function')
const port = (method: string) =>
  z.custom<object>(
    (value) => typeof value === 'object' && value !== null && typeof (value as Record<string, unknown>)[method] === 'function',
    `expected an object with ${method}()`,
  )
const duration = z.string().regex(/^\d+(\.\d+)?\s*(ms|s|min|m|h|d)$/, "expected a duration such as '2s'")
const longDuration = z
  .string()
  .regex(/^\d+(\.\d+)?\s*(s|m|min|h|d|w|y|seconds?|minutes?|hours?|days?|weeks?|years?)$/, "expected a duration such as '90days'")
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
  log: port('write').optional(),
  audit: z
    .strictObject({
      enabled: z.boolean(),
      retention: longDuration.optional(),
      headsTo: z.string().min(1).optional(),
      keyFile: z.string().min(1).optional(),
    })
    .optional(),
  clock: port('now').optional(),
  random: port('token').optional(),
  hash: func.optional(),
  listen: z.looseObject({ port: z.int().min(0).max(65_535) }).optional(),
  nodes: z.array(z.string().min(1).max(2048)).max(100).default([]),
  token: z.string().min(1).max(4096).optional(),
  replicaName: z.string().min(1).max(200).optional(),
  subscribe: z.array(z.string().min(1)).min(1).max(10_000).default(['**']),
  loadBalancing: z.enum(['round-robin', 'random', 'least-latency']).default('round-robin'),
  failoverStrategy: z.enum(['auto', 'none']).default('auto'),
  syncSLA: z.union([duration, z.record(z.string().min(1), duration)]).optional(),
  priority: z.enum(['critical', 'high', 'normal', 'low']).default('normal'),
  monitoring: z.boolean().default(true),
  ca: z.string().min(1).optional(),
  transport: port('connect').optional(),
  scheduler: port('after').optional(),
  codec: port('compress').optional(),
  compression: z.boolean().default(false),
  compressionThreshold: z.int().min(0).optional(),
  syncInterval: count.default(30_000),
  retryAttempts: z.int().min(0).default(3),
  batchSize: count.default(100),
  enableDeltaUpdates: z.boolean().default(true),
  mergeStrategy: z.string().min(1).default('smart-merge'),
  autoResolveThreshold: z.number().min(0).max(1).default(0.8),
  mergeRules: z.looseObject({}).optional(),
})

/** What options that are objects may hold. */
const MEMBERS: Readonly<Record<string, readonly string[]>> = {
  limits: Object.keys(DEFAULT_JSON_LIMITS),
  storage: ['dir', 'synchronous'],
  audit: ['enabled', 'retention', 'headsTo', 'keyFile'],
}

/** Options with their defaults filled in. */
export type ResolvedSyncOptions = Required<Omit<SyncOptions, Optional | 'limits'>> &
  Pick<SyncOptions, Optional> & { readonly limits: JsonLimits }

/** What has no default. */
type Optional =
  | 'onError'
  | 'log'
  | 'audit'
  | 'clock'
  | 'random'
  | 'hash'
  | 'listen'
  | 'token'
  | 'replicaName'
  | 'syncSLA'
  | 'ca'
  | 'transport'
  | 'scheduler'
  | 'codec'
  | 'compressionThreshold'
  | 'mergeRules'

/** Checks options and fills in defaults. Throws E_OPTION with the `option` and what is `allowed`. */
export function resolveSyncOptions(options: SyncOptions): ResolvedSyncOptions {
  const parsed = schema.safeParse(options)
  if (!parsed.success) throw optionError(parsed.error.issues[0])
  const limits = { ...DEFAULT_JSON_LIMITS, ...parsed.data.limits }
  // The schema checks what it can see of ports and functions; their signatures are TypeScript's business.
  return { ...parsed.data, limits } as unknown as ResolvedSyncOptions
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

/** The folder that the store lies in; undefined in memory, or where the caller brought a store along. */
export function folderOf({ storage }: ResolvedSyncOptions): string | undefined {
  return typeof storage === 'object' && 'dir' in storage ? storage.dir : undefined
}
