import { existsSync, readFileSync } from 'node:fs'
import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { withProgress } from '../setup/progress.mjs'
import { runQuietly } from '../setup/run-quietly.mjs'
import { root } from '../repository.ts'
import { sourceFingerprint } from './source-fingerprint.ts'

const STAMP = join(root, 'out', '.built-from')

/** Builds the console into `out/` unless it was built from the very sources that are there now. */
export async function buildConsole(): Promise<void> {
  const fingerprint = await sourceFingerprint(root)
  if (existsSync(STAMP) && readFileSync(STAMP, 'utf8') === fingerprint) return
  await rm(STAMP, { force: true })
  const cli = join(root, 'node_modules', 'electron-vite', 'bin', 'electron-vite.js')
  await withProgress('Building the console', () => runQuietly(process.execPath, [cli, 'build'], { cwd: root }))
  // Written last: a build that broke off is not taken for a whole one.
  await writeFile(STAMP, fingerprint)
}
