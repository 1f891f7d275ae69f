import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join, sep } from 'node:path'

/** What the built console is made from. */
const SOURCES = ['src', 'engine', 'electron.vite.config.ts', 'package.json', 'package-lock.json', 'tsconfig.base.json']

/** A hash over names and contents of all sources: dates would change with every checkout, and not with every edit. */
export async function sourceFingerprint(root: string, sources: readonly string[] = SOURCES): Promise<string> {
  const hash = createHash('sha256')
  for (const source of sources) {
    for (const file of await filesOf(root, source)) {
      const content = await readFile(join(root, file))
      hash.update(`${file}\0${content.length}\0`).update(content)
    }
  }
  return hash.digest('hex')
}

async function filesOf(root: string, source: string): Promise<string[]> {
  try {
    const entries = await readdir(join(root, source), { recursive: true, withFileTypes: true })
    return entries
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(root.length).replaceAll(sep, '/').replace(/^\//, ''))
      .filter((file) => !file.includes('/node_modules/') && !file.endsWith('.test.ts'))
      .toSorted()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOTDIR') return [source]
    throw error
  }
}
