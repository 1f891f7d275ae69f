import type { LogEntry } from '../../ports/log.ts'
import type { JsonObject } from '../../core/json/index.ts'
import type { Redactor } from '../../core/redactor.ts'
import { sha256 } from '../attachments/new-attachments.ts'

/** What a bundle is made of, each asked for when one is made. No source tells a document's value. */
export interface BundleSources {
  readonly versions: () => JsonObject
  /** Chosen by name: what nobody chose is not in it. */
  readonly configuration: () => JsonObject
  /** The newest entries, or undefined where no log is kept. */
  readonly log: (limit: number) => readonly LogEntry[] | undefined
  /** Series of a stretch, or undefined where nothing is monitored. */
  readonly metrics: (from: number, to: number) => JsonObject | undefined
  readonly chain: () => Promise<JsonObject>
  readonly counts: () => JsonObject
}

/** A part as it would leave, letter by letter. */
export interface BundlePart {
  /** Its name as a file. */
  readonly name: string
  readonly what: 'versions' | 'configuration' | 'log' | 'metrics' | 'chain' | 'counts'
  readonly text: string
  readonly sizeBytes: number
  /** SHA-256 of the text, hexadecimal. */
  readonly hash: string
  /** How many secrets were taken out of it. */
  readonly redactions: number
}

const LOG_ENTRIES = 500
const METRICS_MS = 3_600_000

/** Everything that there is to tell at an instant. What has no source here is no part. */
export async function bundleParts(sources: BundleSources, redactor: Redactor, now: number): Promise<readonly BundlePart[]> {
  const log = sources.log(LOG_ENTRIES)?.toReversed()
  const metrics = sources.metrics(now - METRICS_MS, now)
  return [
    part('versions', json(sources.versions()), redactor),
    part('configuration', json(sources.configuration()), redactor),
    part('chain', json(await sources.chain()), redactor),
    part('counts', json(sources.counts()), redactor),
    ...(metrics ? [part('metrics', json(metrics), redactor)] : []),
    ...(log ? [part('log', log.map((entry) => `${JSON.stringify(entry)}\n`).join(''), redactor)] : []),
  ]
}

function part(what: BundlePart['what'], whole: string, redactor: Redactor): BundlePart {
  const { text, count } = redactor.redact(whole.toWellFormed())
  const name = `diagnostics-${what}.${what === 'log' ? 'ndjson' : 'json'}`
  return { name, what, text, sizeBytes: Buffer.byteLength(text), hash: sha256(text), redactions: count }
}

function json(value: JsonObject): string {
  return `${JSON.stringify(value, undefined, 2)}\n`
}
