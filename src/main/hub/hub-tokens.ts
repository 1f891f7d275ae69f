import { randomBytes } from 'node:crypto'
import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'

/** What lets apps in, and what lets the demo in. */
export interface HubTokens {
  readonly app: string
  readonly demo: string
}

const token = z.string().min(20).max(200)
const schema = z.strictObject({ app: token, demo: token })

/**
 * The tokens of a data folder, made at the first start and kept in `hub.json`, which only this user can read. A file
 * that is damaged is put aside and told of: its apps need the new token. // V-136
 */
export function hubTokens(dataDir: string, report: (error: unknown) => void): HubTokens {
  const file = join(dataDir, 'hub.json')
  try {
    return schema.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') {
      renameSync(file, `${file}.damaged`)
      report(
        new Error('The tokens in hub.json could not be read: new ones were made, and the file was put aside.', { cause: error }),
      )
    }
  }
  const tokens: HubTokens = { app: randomBytes(24).toString('base64url'), demo: randomBytes(24).toString('base64url') }
  writePrivately(file, JSON.stringify(tokens))
  return tokens
}

/** Whole or not at all, and never readable by others, not even for a moment. */
export function writePrivately(file: string, text: string): void {
  const part = `${file}.part`
  const descriptor = openSync(part, 'w', 0o600)
  try {
    writeSync(descriptor, text)
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
  renameSync(part, file)
}
