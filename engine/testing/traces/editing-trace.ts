import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { gunzipSync } from 'node:zlib'

/** A replacement: at so many code points, so many go, and this comes. */
export type TracePatch = readonly [at: number, deleted: number, inserted: string]

/** What one author typed at a time, on the merge of what its parents had made. */
export interface TraceStep {
  readonly author: number
  readonly parents: readonly number[]
  readonly patches: readonly TracePatch[]
}

/** How a text came to be. No two authors put something into the same place at the same time. */
export interface EditingTrace {
  readonly name: string
  readonly authors: number
  readonly steps: readonly TraceStep[]
  readonly endContent: string
}

interface RecordedStep {
  readonly agent?: number
  readonly parents?: readonly number[]
  readonly patches: readonly TracePatch[]
}

interface RecordedTrace {
  readonly endContent: string
  readonly numAgents?: number
  readonly txns: readonly RecordedStep[]
}

/** Recorded traces lie beside the repository, and are no part of it. */
const FOLDER = fileURLToPath(new URL('../../../../shared/data/editing-traces/', import.meta.url))

/** A recorded trace; undefined where there is none of this name. In one of a single author each step follows the one before. */
export function recordedTrace(name: string): EditingTrace | undefined {
  const file = `${FOLDER}${name}.json.gz`
  if (!existsSync(file)) return undefined
  const { endContent, numAgents = 1, txns } = JSON.parse(gunzipSync(readFileSync(file)).toString('utf8')) as RecordedTrace
  const steps = txns.map(({ agent = 0, parents, patches }, at) => ({
    author: agent,
    parents: parents ?? (at === 0 ? [] : [at - 1]),
    patches,
  }))
  return { name, authors: numAgents, steps, endContent }
}
