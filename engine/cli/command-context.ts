import type { Command } from 'commander'
import type { Hash } from '../core/json/index.ts'
import type { SrvraDataSync } from '../srvra-data-sync.ts'
import type { Output } from './output.ts'

/** What every command takes. */
export interface CommonOptions {
  readonly data?: string
  readonly json?: boolean
  readonly actor?: string
}

/** A store to read must exist; one to write is made; a dry run takes an empty one in memory where there is none. */
export type StoreUse = 'read' | 'write' | 'dry-run'

/** An engine on the store that the command line names, and the hash that it uses. */
export interface OpenStore {
  readonly engine: SrvraDataSync
  readonly hash: Hash
  /** The data folder. */
  readonly dir: string
}

/** What a command works with besides its own arguments. */
export interface CommandContext {
  readonly out: Output
  /** Aborted by Ctrl+C, and when nobody reads the output any more. */
  readonly signal: AbortSignal
  readonly now: () => number
  readonly env: Readonly<Record<string, string | undefined>>
  readonly stdin: AsyncIterable<Buffer>
  /** Opens the store for the work and closes it afterwards. */
  withStore<Result>(use: StoreUse, options: CommonOptions, work: (store: OpenStore) => Result | Promise<Result>): Promise<Result>
}

/** One command: a file in commands/, added to the program by its name. */
export type CommandBuilder = (context: CommandContext) => Command
