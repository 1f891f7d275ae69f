import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const FOLDERS = ['engine', 'src', 'e2e', 'scripts']
const RULE_ID = /\b[A-Z]-\d+\b/g

function testFiles(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return entry.name === 'node_modules' ? [] : testFiles(path)
    return /\.(test|spec)\.ts$|-contract\.ts$/.test(entry.name) ? [path] : []
  })
}

/** Rule ids in the titles of tests, with the file that cites them. */
function citations(): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  for (const file of FOLDERS.flatMap((folder) => testFiles(join(ROOT, folder)))) {
    // A title may stand in a table far from the call of `test`, so every text that begins with rule ids counts.
    const titles = readFileSync(file, 'utf8').matchAll(/['"`](?:\d+(?:-\d+)? )?((?:[A-Z]-\d+,? )+)/g)
    for (const [, ids] of titles) for (const id of ids?.match(RULE_ID) ?? []) found.set(id, file.slice(ROOT.length))
  }
  return found
}

const rules = [...readFileSync(join(ROOT, 'engine/SPEC.md'), 'utf8').matchAll(/^- \*\*([A-Z]-\d+)\*\*/gm)].map(
  (match) => match[1] as string,
)

test('every rule of the specification has an id of its own', () => {
  expect(rules.length).toBeGreaterThan(100)
  expect(rules.filter((id, index) => rules.indexOf(id) !== index)).toEqual([])
})

test('every rule of the specification is cited by the title of a test', () => {
  const cited = citations()
  expect(rules.filter((id) => !cited.has(id))).toEqual([])
})

test('every rule that a test cites exists', () => {
  const unknown = [...citations()].filter(([id]) => !rules.includes(id))
  expect(unknown.filter(([id]) => rules.some((rule) => rule[0] === id[0]))).toEqual([])
})
